"""What a stranger types: ./run, ./manage, ./test and ./bench (bộ khởi chạy).

Only the standard library is imported here, because this code runs before anything is installed. What needs an
installed package lives in `launcher.inside` and is started with the Python of the virtual environment.
"""

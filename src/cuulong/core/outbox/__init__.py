"""Facts leave a verb's transaction and reach their subscribers at least once, in order per subject (hộp sự kiện đi).

`publish.publish(fact)` inside the verb; `jobs.task` and `jobs.defer` for other work; `./manage worker` does it all.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core_workflow", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="transition",
            name="kind",
            field=models.CharField(
                choices=[
                    ("started", "Bắt đầu"),
                    ("acted", "Xử lý"),
                    ("returned", "Trả lại"),
                    ("recalled", "Thu hồi"),
                    ("moved", "Chuyển cơ quan"),
                    ("asked", "Hỏi ý kiến"),
                    ("answered", "Trả lời ý kiến"),
                    ("withdrawn", "Rút câu hỏi"),
                    ("silent", "Quá hạn không trả lời, coi như đồng ý"),
                    ("assigned", "Phân công"),
                    ("taken", "Nhận việc"),
                    ("paused", "Tạm dừng"),
                    ("resumed", "Chạy tiếp"),
                    ("cancelled", "Hủy"),
                ],
                max_length=10,
            ),
        ),
    ]

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("submissions", "0001_begin"),
        ("assignments", "0001_begin"),
        ("courses", "0001_begin"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="notes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(
                fields=["author", "received_at"], name="submissions_storage"
            ),
        ),
    ]

"""What happened before this app was here is no news."""

from django.db import migrations
from django.db.models import Max
from django.utils import timezone


def begin(apps, editor):
    """Put the bookmark at the end of the diary; a new site has an empty one."""
    last = apps.get_model("audit", "Event").objects.aggregate(last=Max("pk"))["last"]
    apps.get_model("notifications", "Ear").objects.create(
        pk=1,
        floor=last or 0,
        next_floor=last or 0,
        since=timezone.now() if last else None,
    )


def forget(apps, editor):
    """Take the bookmark out."""
    apps.get_model("notifications", "Ear").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        ("audit", "0001_begin"),
    ]
    operations = [migrations.RunPython(begin, forget)]

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint(model_name="recordfile", name="one_file_per_stream"),
        migrations.AddConstraint(
            model_name="recordfile",
            constraint=models.UniqueConstraint(
                fields=("stream", "sha256", "media_type", "brought_by"), name="one_file_per_bringer"
            ),
        ),
    ]

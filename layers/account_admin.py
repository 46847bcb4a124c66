"""The accounts in the administration: Django's own page, each field with a name for who hears it.

Its filtered lists and its split dates have parts that no label names (WCAG 4.1.2).
"""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User

admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    """Groups and permissions are chosen from plain lists; when is only shown."""

    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

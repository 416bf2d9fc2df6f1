"""Accounts at the desk: nobody raises their own rights, nor those of anybody else beyond what an administrator gives.

Rights, passwords of others and the deletion of accounts are for administrators (superusers) alone. Whoever else may
change accounts keeps names and addresses, of those who are no administrators. What happened is shown, never changed.
"""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from meetings.admin.history import KeptAdmin
from meetings.models import AccountEvent

# What is no right, and leads to none.
HARMLESS = ("first_name", "last_name", "email")


def in_one_piece(view):
    """What a view posts, and the event that tells it, are kept both or neither."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return wrapped


for name in ("login", "logout", "password_change"):
    setattr(admin.site, name, in_one_piece(getattr(admin.site, name)))
admin.site.unregister([User, Group])


class ForAdministrators:
    """Whoever may see these may not change them, unless they may do everything."""

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(Group)
class GroupOfAccountsAdmin(ForAdministrators, GroupAdmin):
    """Groups give rights."""

    # Two boxes side by side name neither of them to a screen reader.
    filter_horizontal = ()


@admin.register(User)
class AccountAdmin(UserAdmin):
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]

    def has_change_permission(self, request, obj=None):
        is_within = obj is None or request.user.is_superuser or not obj.is_superuser
        return is_within and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_readonly_fields(self, request, obj=None):
        if request.user.is_superuser or obj is None:
            return super().get_readonly_fields(request, obj)
        fields = [name for _, options in self.get_fieldsets(request, obj) for name in options["fields"]]
        return [name for name in fields if name not in HARMLESS]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser or obj is None:
            return fieldsets
        # The digest of a password is nobody's to see.
        return [(None, {"fields": ["username"]}), *fieldsets[1:]]

    def user_change_password(self, request, id, form_url=""):  # noqa: A002 - Django names it so
        if not request.user.is_superuser:
            raise PermissionDenied
        return in_one_piece(super().user_change_password)(request, id, form_url)


@admin.register(AccountEvent)
class AccountEventAdmin(KeptAdmin):
    list_display = ["at", "kind", "about", "by", "address", "detail"]
    list_filter = ["kind"]
    search_fields = ["about", "by", "address"]
    ordering = ["-at", "-id"]
    fields = ["at", "kind", "about", "by", "address", "detail"]

    def get_search_results(self, request, queryset, search_term):
        return admin.ModelAdmin.get_search_results(self, request, queryset, search_term.replace("\x00", ""))

    def has_view_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser

    def has_module_permission(self, request):
        return self.has_view_permission(request)

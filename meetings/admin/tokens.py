"""Tokens and rights: everybody's tokens are their own to make and revoke; rights are an administrator's to give.

The clear text of a token is shown on the page that answers its making, and on no other.
"""

from django import forms
from django.contrib import admin, messages
from django.template.response import TemplateResponse
from django.utils import timezone

from meetings.admin.accounts import ForAdministrators
from meetings.models import Body, BodyRight, Token
from meetings.models.tokens import Scope


class TokenForm(forms.ModelForm):
    bodies = forms.MultipleChoiceField(
        required=False, help_text="The only bodies it is for. Choose none for all bodies that you may write."
    )
    days = forms.IntegerField(
        min_value=1,
        max_value=36500,
        required=False,
        initial=90,
        help_text="How long it may be used; empty: until it is revoked.",
    )

    class Meta:
        model = Token
        fields = ["name", "scope"]
        widgets = {"scope": forms.RadioSelect(choices=Scope.choices)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bodies"].choices = Body.objects.in_record_order().values_list("slug", "acronym")


@admin.register(Token)
class TokenAdmin(admin.ModelAdmin):
    form = TokenForm
    fields = ["name", "scope", "bodies", "days"]
    list_display = [
        "__str__", "name", "owner", "scope", "for_bodies", "created_at", "expires_at", "last_used_at", "revoked_at",
    ]  # fmt: skip
    list_filter = ["scope"]
    list_select_related = ["owner"]
    search_fields = ["name", "prefix", "owner__username"]
    actions = ["revoke"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(owner=request.user)

    def get_fields(self, request, obj=None):
        return [*self.list_display[1:]] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **(kwargs | ({"form": forms.ModelForm} if obj else {})))

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request) and (
            obj is None or request.user.is_superuser or obj.owner_id == request.user.pk
        )

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # A revoked token stays, so that what it did can still be told.
        return False

    def save_model(self, request, obj, form, change):
        typed = form.cleaned_data
        made, request.clear_text = Token.objects.make(
            request.user, at=timezone.now(), days=typed["days"], name=typed["name"], scope=typed["scope"],
            bodies=typed["bodies"],
        )  # fmt: skip
        obj.__dict__.update(made.__dict__)

    def response_add(self, request, obj, post_url_continue=None):
        context = {**self.admin_site.each_context(request), "title": "A new token", "opts": self.opts, "token": obj}
        context["text"] = request.clear_text
        headers = {"Cache-Control": "no-store"}
        return TemplateResponse(request, "admin/meetings/token/made.html", context, headers=headers)

    @admin.display(description="bodies")
    def for_bodies(self, token):
        return ", ".join(token.bodies) or "all"

    @admin.action(description="Revoke the selected tokens", permissions=["view"])
    def revoke(self, request, tokens):
        count = tokens.revoke(timezone.now())
        self.message_user(
            request, f"Revoked: {count}. Programs that use them are refused from now on.", messages.SUCCESS
        )


@admin.register(BodyRight)
class BodyRightAdmin(ForAdministrators, admin.ModelAdmin):
    list_display = ["user", "role", "body"]
    list_filter = ["role", "body"]
    list_select_related = ["user", "body"]
    search_fields = ["user__username", "body__slug", "body__acronym"]
    autocomplete_fields = ["user", "body"]

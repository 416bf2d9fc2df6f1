"""The desk of notices: webhooks with their deliveries, and who is written to. Records are edited in meetings.admin."""

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from meetings.fetching import Vain, target_of
from meetings.models import Revision
from timeline.models import Attempt, Delivery, Reader, Webhook
from timeline.notices.following import Unasked, asked
from timeline.notices.webhooks import replay


class WebhookForm(forms.ModelForm):
    events = forms.MultipleChoiceField(
        choices=Revision.Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The kinds of change that are sent. Choose none for all.",
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "query", "events"]

    def clean_query(self):
        query = self.cleaned_data["query"].strip().removeprefix("?")
        try:
            asked(query)
        except Unasked as problem:
            raise forms.ValidationError(str(problem)) from problem
        return query

    def clean_url(self):
        try:
            target_of(self.cleaned_data["url"])
        except Vain as problem:
            raise forms.ValidationError(str(problem)) from problem
        return self.cleaned_data["url"]


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """Everybody with the right to it sees, and signs with, only their own; an administrator sees all."""

    form = WebhookForm
    list_display = ["name", "url", "query", "owner", "created_at", "standing"]
    list_select_related = ["owner"]
    search_fields = ["name", "url", "owner__username"]
    readonly_fields = ["secret_told", "standing", "log"]
    actions = ["make_secrets", "end", "begin_again"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(owner=request.user)

    def get_fields(self, request, obj=None):
        return [*WebhookForm.Meta.fields, *(self.readonly_fields if obj else [])]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.owner = request.user
            obj.begin(timezone.now())
        # Meanwhile the worker may have gone on: how far it is stays as it is.
        obj.save(update_fields=WebhookForm.Meta.fields if change else None)

    def get_deleted_objects(self, webhooks, request):
        """Its deliveries go with it, which are too many to be listed, and which nobody may delete by themselves."""
        number = Delivery.objects.filter(webhook__in=webhooks).count()
        return list(map(str, webhooks)), {"deliveries": number} if number else {}, set(), []

    def delete_model(self, request, obj):
        self.delete_queryset(request, Webhook.objects.filter(pk=obj.pk))

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        # They themselves first, as whoever settles a delivery takes them: no circle of locks.
        list(queryset.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
        queryset.delete()

    @admin.display(description="secret")
    def secret_told(self, webhook):
        return webhook.secret

    @admin.display(description="standing")
    def standing(self, webhook):
        if webhook.ended_at:
            return f"ended on {webhook.ended_at:%Y-%m-%d}: {webhook.ended_why}"
        return f"failing: {webhook.failures} tries in a row" if webhook.failures else "sending"

    @admin.display(description="deliveries")
    def log(self, webhook):
        address = reverse("admin:timeline_delivery_changelist")
        return format_html(
            '<a href="{}?webhook__id__exact={}">What was sent, and what came back</a>', address, webhook.pk
        )

    @admin.action(description="Give the selected webhooks a new secret", permissions=["change"])
    def make_secrets(self, request, webhooks):
        for webhook in webhooks:
            webhook.generation += 1
            webhook.save(update_fields=["generation"])
        self.message_user(request, "The old secrets sign nothing any more. Take the new ones from each page.")

    @admin.action(description="End the selected webhooks", permissions=["change"])
    def end(self, request, webhooks):
        for webhook in webhooks.living():
            webhook.end(f"Ended by {request.user.get_username()}.", timezone.now())
        self.message_user(request, "Nothing more is sent to them.")

    @admin.action(description="Begin the selected webhooks again", permissions=["change"])
    def begin_again(self, request, webhooks):
        for webhook in webhooks:
            webhook.begin_again(timezone.now())
        self.message_user(request, "They are sent all that they missed since they were ended.")


class AttemptInline(admin.TabularInline):
    model = Attempt
    fields = readonly_fields = ["at", "status", "seconds", "said"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class Log(admin.ModelAdmin):
    """What is only looked at, and written by `manage.py work`."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Delivery)
class DeliveryAdmin(Log):
    list_display = ["slug", "webhook", "revision", "state", "attempts", "due_at", "settled_at"]
    list_filter = ["state", "webhook"]
    list_select_related = ["webhook", "revision"]
    fields = ["webhook", "slug", "revision", "state", "attempts", "due_at", "settled_at"]
    inlines = [AttemptInline]
    actions = ["replay"]

    def get_queryset(self, request):
        # The record of each revision is long, and not shown.
        rows = super().get_queryset(request).defer("revision__text")
        return rows if request.user.is_superuser else rows.filter(webhook__owner=request.user)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_replay_permission(self, request):
        return request.user.has_perm("timeline.change_webhook")

    @admin.action(description="Send the selected ones again", permissions=["replay"])
    def replay(self, request, deliveries):
        number = replay(deliveries.filter(webhook__ended_at=None), timezone.now())
        self.message_user(request, f"They are sent again: {number}.", messages.SUCCESS)


@admin.register(Reader)
class ReaderAdmin(Log):
    list_display = ["email", "query", "often", "language", "created_at", "confirmed_at", "written_at", "failures"]
    list_filter = ["often", "language"]
    search_fields = ["email"]
    fields = list_display

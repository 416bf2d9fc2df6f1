"""Merging at the desk: two entries side by side, field by field, and one of them after it, or both as they were."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst

from meetings.admin.desk import LOST_RACE, NEEDED, DeskAdmin, ReasonField, change_of
from meetings.admin.doors import key_in, rights_of
from meetings.admin.wording import NOTHING, label, told
from meetings.merging import CannotMerge, Line, Pair, lines, merge_meetings, merge_rows, united
from meetings.merging.rows import naming
from meetings.merging.united import BOTH, KEPT, OTHER, UNITED
from meetings.models import Meeting
from meetings.serializers import MeetingSerializer, shape
from meetings.serializers.meetings import known_codes, problem_list
from meetings.serializers.writing import Refused

MOST_FOUND = 20
MOST_NAMING = 8
MOVED = "One of the two was changed since you opened this page, so nothing was merged. Look at both as they are now."
TWO = "Choose two entries that are one, and no other."
ALL = "All of both stay; those of one source are combined."


@dataclass(frozen=True)
class Row:
    """A field of both entries in words; `choice` is the bound field where they differ."""

    label: str
    texts: list[tuple[str, str]]
    choice: Any = None


class MergeForm(forms.Form):
    """Whose value stays of each field on which two entries differ, and why they are one."""

    reason = ReasonField(label="Reason for the merger", missing=NEEDED, help_text="Readers see it in the history.")
    minor = forms.BooleanField(
        label="Minor change", required=False, help_text="Readers who follow the record need not be told of it."
    )
    state = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, found, state, *args, **kwargs):
        super().__init__(*args, initial={"state": state}, **kwargs)
        self.found, self.standing = found, state
        for line in found:
            choices = [(choice, choice) for choice in line.choices]
            self.fields[line.field] = forms.ChoiceField(
                choices=choices, initial=line.chosen, widget=forms.RadioSelect, label=capfirst(label(line.field))
            )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("state") != self.standing:
            self.add_error(None, MOVED)
        return cleaned

    @property
    def chosen(self):
        return {line.field: self.cleaned_data[line.field] for line in self.found}


class RowMerge:
    """How two rows that meetings name are merged; `fields` gives the columns that make up each choice."""

    def __init__(self, **fields):
        self.fields = fields

    def values(self, row, name):
        return [getattr(row, column) for column in self.fields[name]]

    def lines(self, pair):
        """What differs; where one of them has no value, that of the other stays, and there is nothing to choose."""
        both = [(name, self.values(pair.kept, name), self.values(pair.other, name)) for name in self.fields]
        return [Line(name, *values) for name, *values in both if values[0] != values[1] and all(map(any, values))]

    def rows(self, pair, form):
        for name in self.fields:
            values = [self.values(row, name) for row in (pair.kept, pair.other)]
            texts = [told(", ".join(str(part) for part in value if part not in (None, ""))) for value in values]
            yield Row(capfirst(label(name)), list(zip((KEPT, OTHER), texts, strict=True)), choice_of(form, name))
        named = [(KEPT, named_by(pair.kept)), (OTHER, named_by(pair.other))]
        yield Row("Named by", named)

    def merge(self, pair, form, request):
        values = {}
        for name, columns in self.fields.items():
            kept, other = self.values(pair.kept, name), self.values(pair.other, name)
            wins = form.chosen.get(name, KEPT if any(kept) else OTHER)
            values |= zip(columns, other if wins == OTHER else kept, strict=True)
        merge_rows(pair, values, change_of(request, form), rights=rights_of(request))


class MeetingMerge:
    """How two meetings are merged."""

    def lines(self, pair):
        return lines(shape(pair.kept), shape(pair.other))

    def rows(self, pair, form):
        records = shape(pair.kept), shape(pair.other)
        for key in records[0]:
            if key != "slug":
                yield Row(
                    capfirst(label(key)), texts_of(key, *(record[key] for record in records)), choice_of(form, key)
                )
        for line in form.found:
            if line.field.startswith("citations."):
                _, number, fact = line.field.split(".")
                source = records[1]["citations"][int(number)]["source"]
                texts = [(KEPT, told(line.kept)), (OTHER, told(line.other))]
                yield Row(
                    f"What {source['title'] or source['url']} says of the {label(fact)}",
                    texts,
                    choice_of(form, line.field),
                )

    def merge(self, pair, form, request):
        record = united(shape(pair.kept), shape(pair.other), form.chosen)
        serializer = MeetingSerializer(data=record, context={"known": known_codes()})
        if not serializer.is_valid():
            raise CannotMerge(" ".join(f"{where}: {sentence}" for where, sentence in problem_list(serializer.errors)))
        change, rights = change_of(request, form), rights_of(request)
        merge_meetings(pair, serializer.validated_data, change, today=timezone.localdate(), rights=rights)


def choice_of(form, name):
    return form[name] if name in form.fields else None


def named_by(row):
    """Some meetings that name `row`, by which one sees whether two are one, and how many there are."""
    meetings = naming(row).order_by()
    shown = meetings.select_related("body").order_by("-sorts_on", "slug")[:MOST_NAMING]
    more = meetings.count() - len(shown)
    return "\n".join([*map(str, shown), *([f"and {more} more"] if more else [])]) or NOTHING


def texts_of(key, kept, other):
    tell = told_citations if key == "citations" else told
    texts = [(KEPT, tell(kept)), (OTHER, tell(other))]
    if key in UNITED and kept and other and kept != other:
        texts.append((BOTH, told(UNITED[key](kept, other))))
    return [*texts, (BOTH, ALL)] if key == "citations" and kept and other else texts


def told_citations(citations):
    """A line for each source: what it supports, and what it says instead."""
    return "\n".join(map(told_citation, citations)) or NOTHING


def told_citation(citation):
    source, says = citation["source"], citation["says"]
    name = ", ".join(filter(None, [source["publisher"], source["title"] or source["url"]]))
    parts = ["supports " + ", ".join(map(label, citation["supports"]))] if citation["supports"] else []
    parts += [f"says {label(fact)}: {told(value)}" for fact, value in says.items()]
    return f"• {name} – {'; '.join(parts)}"


class MergingAdmin(DeskAdmin):
    """An admin whose entries may be merged two by two; `merging` says how."""

    merging: Any = None
    actions = ["merge_selected"]

    def get_actions(self, request):
        """Without Django's deletion of many: it asks for no reason."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_merge_permission(self, request, obj=None):
        return self.has_change_permission(request, obj) and self.has_delete_permission(request, obj)

    @admin.action(description="Merge the two selected", permissions=["merge"])
    def merge_selected(self, request, queryset):
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            self.message_user(request, TWO, messages.ERROR)
            return None
        return HttpResponseRedirect(self.merge_address(*keys))

    def merge_address(self, kept, other=None):
        address = reverse(f"admin:meetings_{self.opts.model_name}_merge", args=[kept])
        return f"{address}?with={other}" if other else address

    def get_urls(self):
        page = self.admin_site.admin_view(self.merge_view)
        return [
            path("<path:object_id>/merge/", page, name=f"meetings_{self.opts.model_name}_merge"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and self.has_merge_permission(request, obj):
            context["merge_address"] = self.merge_address(obj.pk)
        return super().render_change_form(request, context, add, change, form_url, obj)

    # The page

    def merge_view(self, request, object_id):
        # Not locked yet, as for a form: that takes a transaction.
        kept = admin.ModelAdmin.get_object(self, request, unquote(object_id))
        if kept is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_merge_permission(request, kept):
            raise PermissionDenied
        chosen = request.GET.get("with", "")
        if not chosen:
            return self.choice_page(request, kept)
        try:
            pair = Pair.found(self.whole(), kept.pk, key_in(chosen))
        except CannotMerge as error:
            return self.choice_page(request, kept, error=str(error))
        if not self.has_merge_permission(request, pair.other):
            raise PermissionDenied
        return self.pair_page(request, pair)

    def whole(self):
        """All rows, each with what the page shows of it."""
        return Meeting.objects.with_record() if self.model is Meeting else self.model.objects.all()

    def choice_page(self, request, kept, error=""):
        """Which entry `kept` is one with: what is found by the words that were typed."""
        words = request.GET.get("q", "").strip()
        rows, _ = self.get_search_results(request, self.get_queryset(request).exclude(pk=kept.pk), words)
        found = list(rows.order_by(*self.ordering)[:MOST_FOUND]) if words else []
        context = {"title": f"Merge {kept} with …", "kept": kept, "words": words, "found": found, "error": error}
        return self.page(request, "admin/meetings/merge_choice.html", context)

    def pair_page(self, request, pair):
        form = MergeForm(self.merging.lines(pair), pair.state, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and self.is_merged(request, pair, form):
            self.log_change(request, pair.kept, f"Merged with {pair.other}: {form.cleaned_data['reason']}")
            self.message_user(request, f"“{pair.other}” was merged into “{pair.kept}”.", messages.SUCCESS)
            address = reverse(f"admin:meetings_{self.opts.model_name}_change", args=[pair.kept.pk])
            return HttpResponseRedirect(address)
        if MOVED in form.non_field_errors():
            form = self.form_again(pair, request)
        context = {
            "title": f"Merge {pair.other} into {pair.kept}",
            "pair": pair,
            "form": form,
            "rows": list(self.merging.rows(pair, form)),
            "has_both": any(line.can_unite for line in form.found),
            "swapped": self.merge_address(pair.other.pk, pair.kept.pk),
        }
        return self.page(request, "admin/meetings/merge.html", context)

    def form_again(self, pair, request):
        """The form as it was filled in, over both entries as they are now."""
        data = request.POST.copy()
        data["state"] = pair.state
        form = MergeForm(self.merging.lines(pair), pair.state, data)
        form.full_clean()
        form.add_error(None, MOVED)
        return form

    def is_merged(self, request, pair, form):
        """Whether the two are one now; what keeps them from it is an error of the form."""
        keys = pair.kept.pk, pair.other.pk
        try:
            with transaction.atomic():
                list(self.model.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
                locked = Pair.found(self.whole(), *keys)
                if locked.state != form.standing:
                    raise CannotMerge(MOVED)
                self.merging.merge(locked, form, request)
                return True
        except (CannotMerge, Refused) as error:
            form.add_error(None, str(error))
        except (IntegrityError, OperationalError):
            form.add_error(None, LOST_RACE)
        return False

    def page(self, request, template, context):
        request.current_app = self.admin_site.name
        shown = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, template, shown)

"""The pages of the work lists: one of all of them with their numbers, and one of each."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from meetings.admin.doors import is_staff, rights_of
from meetings.admin.paging import paged
from meetings.admin.work import LISTS, Asked
from meetings.doubles import find, size
from meetings.models import Body, Double, Meeting
from meetings.models.rights import WRITE

# More than this takes longer than a browser waits.
MOST_AT_ONCE = 20_000
TOO_MANY = "The record has grown too large to be looked through at once: run manage.py find_doubles on the server."


def numbers(request):
    """(list, its number) of each work list, for whoever may see meetings; a fixed number of queries."""
    if not may_see(request):
        return []
    asked = Asked(rights_of(request), timezone.localdate())
    return [(found, found.number(asked)) for found in LISTS.values()]


def may_see(request):
    return is_staff(request)


def may_merge(request):
    return rights_of(request).anywhere(WRITE)


def urls(site):
    pages = {"": index, "doubles/find/": find_doubles, "doubles/<int:key>/dismiss/": dismiss, "<slug:name>/": work_list}
    names = ("", "_find", "_dismiss", "_list")
    return [
        path(f"work/{where}", site.admin_view(view), name=f"meetings_work{name}")
        for (where, view), name in zip(pages.items(), names, strict=True)
    ]


def index(request):
    if not may_see(request):
        raise PermissionDenied
    return page(request, "admin/meetings/work/index.html", {"title": "What there is to do", "lists": numbers(request)})


def work_list(request, name):
    if not may_see(request):
        raise PermissionDenied
    if name not in LISTS:
        raise Http404(f"There is no work list {name}.")
    found, bodies = LISTS[name], list(Body.objects.in_record_order())
    body = body_of(request, bodies) if found.takes_body else None
    asked = Asked(rights_of(request), timezone.localdate(), body)
    paging = paged(request, found.rows(asked), body=body and body.slug)
    context = {
        "title": found.title,
        "work": found,
        **paging,
        "lines": found.tell(list(paging["page"])),
        "opens": not found.act or asked.rights.anywhere(found.act),
        "bodies": bodies if found.takes_body else [],
        "body": body,
        "may_merge": name == "doubles" and may_merge(request),
    }
    return page(request, "admin/meetings/work/list.html", context)


def body_of(request, bodies):
    slug = request.GET.get("body", "")
    if not slug:
        return None
    chosen = next((body for body in bodies if body.slug == slug), None)
    if chosen is None:
        raise Http404(f"There is no body {slug[:60]}.")
    return chosen


def find_doubles(request):
    if refused := refused_post(request):
        return refused
    if size() > MOST_AT_ONCE:
        messages.error(request, TOO_MANY)
    else:
        number = sum(find().values())
        messages.success(request, f"Looked through the record: {number} pairs are much alike.")
    return HttpResponseRedirect(reverse("admin:meetings_work_list", args=["doubles"]))


def dismiss(request, key):
    """Somebody has looked at a pair, and it is two."""
    if refused := refused_post(request):
        return refused
    told = {"dismissed_at": timezone.now(), "dismissed_by": request.user.get_username()}
    if Double.objects.open().filter(pk=key).update(**told):
        messages.success(request, "The pair will not be shown again.")
    return HttpResponseRedirect(reverse("admin:meetings_work_list", args=["doubles"]))


def refused_post(request):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not may_merge(request):
        raise PermissionDenied
    return None


def page(request, template, context):
    request.current_app = admin.site.name
    return TemplateResponse(request, template, {**admin.site.each_context(request), "opts": Meeting._meta, **context})

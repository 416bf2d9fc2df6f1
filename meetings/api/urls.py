"""The addresses under /api/v1/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from meetings.api import others, root, sums
from meetings.api.changes import ChangeViewSet
from meetings.api.drafts import DraftViewSet
from meetings.api.extract import Extract
from meetings.api.meetings import MeetingViewSet

app_name = "api"

router = SimpleRouter()
router.register("meetings", MeetingViewSet, basename="meetings")
router.register("bodies", others.BodyViewSet, basename="bodies")
router.register("countries", others.CountryViewSet, basename="countries")
router.register("places", others.PlaceViewSet, basename="places")
router.register("people", others.PersonViewSet, basename="people")
router.register("sources", others.SourceViewSet, basename="sources")
router.register("documents", others.DocumentViewSet, basename="documents")
router.register("drafts", DraftViewSet, basename="drafts")
router.register("changes", ChangeViewSet, basename="changes")

urlpatterns = [
    path("", root.Index.as_view(), name="index"),
    path("schema/", root.Description.as_view(), name="schema"),
    path("counts/", sums.Counts.as_view(), name="counts"),
    path("density/", sums.Density.as_view(), name="density"),
    path("extract/", Extract.as_view(), name="extract"),
    path("docs/", root.Reading.as_view(), name="docs"),
    *router.urls,
]

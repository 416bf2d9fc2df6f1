"""The description of the API (OpenAPI 3.1), made from the code: parameters from the queries, errors from one place."""

from functools import cache

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import get_doc
from drf_spectacular.renderers import OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter

from meetings.serializers.fields import Strict

RENDERERS = {"yaml": OpenApiYamlRenderer, "json": OpenApiJsonRenderer2}
SETTINGS = {
    "ENUM_NAME_OVERRIDES": {
        "MeetingKind": "meetings.models.meetings.Kind",
        "MeetingStatus": "meetings.models.meetings.Status",
        "MeetingFormat": "meetings.models.meetings.Format",
        "OfficerRole": "meetings.models.meetings.Role",
        "DocumentKind": "meetings.models.meetings.DocumentKind",
        "RevisionKind": "meetings.models.revisions.Revision.Kind",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "meetings.api.schema.tell_problems",
        "meetings.api.schema.tell_parts",
        "meetings.api.schema_writing.tell_writing",
        "meetings.api.schema.require_every_key",
    ],
}


TEXT = {"type": "string"}
WRONG_PART = {
    "type": "object",
    "description": "A wrong part of the request: a parameter of the query, or a pointer (RFC 6901) into the body.",
    "properties": {"parameter": TEXT, "pointer": TEXT, "message": TEXT, "suggestion": {"type": ["string", "null"]}},
    "required": ["message", "suggestion"],
}
PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "instance": TEXT,
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/WrongPart"}},
    },
}
PART = {
    "type": "object",
    "description": "What `fields` or `omit` leave of an object, with objects where `expand` puts them.",
}
TOMBSTONE = {
    "type": "object",
    "description": "What `include_deleted` tells of a meeting that is no longer in the record.",
    "properties": {
        "slug": TEXT,
        "deleted": {"const": True},
        "updated_at": {"type": "string", "format": "date-time"},
        "merged_into": TEXT,
    },
    "required": ["slug", "deleted", "updated_at"],
}
# Objects of which some keys are there or not.
LOOSE = ("WrongPart", "Tombstone")
TOO_LONG = {"description": "The address is longer than the server reads; it says so without problem details."}
ANYWHERE = {400: "A parameter or a value is not known.", 405: "This method is not possible here."}
BY_CODE = ANYWHERE | {404: "There is no such thing."}
OF_A_MEETING = BY_CODE | {410: "The meeting was taken out of the record."}
MOVED = {"308": {"description": "The meeting was merged into another; Location says which."}}


class RecordSchema(AutoSchema):
    """Describes an operation by the query that its view reads."""

    def get_override_parameters(self):
        query = self.view.query_class
        return [described(parameter) for parameter in query.known().values()] if query else []

    def get_auth(self):
        # Said by `schema_writing`, the same for all that reads and for all that writes.
        return []


def described(parameter):
    schema = parameter.schema()
    if parameter.many:
        schema = {"type": "array", "items": schema}
    about = f"{parameter.about} Repeated: any of them." if parameter.many else parameter.about
    return OpenApiParameter(
        parameter.name,
        schema,
        description=about,
        style="form" if parameter.many else None,
        explode=parameter.many or None,
    )


def tell_problems(result, generator, request, public):
    """Postprocessing hook: the answers that are no success, which are the same wherever an address is of one kind."""
    result["components"]["schemas"] |= {"Problem": dict(PROBLEM), "WrongPart": dict(WRONG_PART)}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            operation["responses"] |= problems_at(path) | {"414": TOO_LONG}
    return result


def tell_parts(result, generator, request, public):
    """Postprocessing hook: whatever takes `fields` answers the whole shape, or a part of it."""
    schemas = result["components"]["schemas"]
    schemas |= {"Part": dict(PART), "Tombstone": TOMBSTONE}
    for operations in result["paths"].values():
        for operation in operations.values():
            if any(each["name"] == "fields" for each in operation.get("parameters", [])):
                content = operation["responses"]["200"]["content"]["application/json"]
                content["schema"] = {"anyOf": [content["schema"], partial(content["schema"], schemas)]}
    return result


def partial(schema, schemas):
    """The schema of the same answer with parts in place of whole objects."""
    part = {"$ref": "#/components/schemas/Part"}
    whole = schemas[schema["$ref"].rpartition("/")[2]]
    if "results" not in whole["properties"]:
        return part
    either = {"anyOf": [part, {"$ref": "#/components/schemas/Tombstone"}]}
    return whole | {"properties": whole["properties"] | {"results": {"type": "array", "items": either}}}


def problems_at(path):
    if "{" not in path:
        return answers_of(ANYWHERE)
    # The history of a meeting that is gone can still be read.
    is_meeting = "/meetings/" in path and not path.endswith("/history/")
    return answers_of(OF_A_MEETING) | MOVED if is_meeting else answers_of(BY_CODE)


def answers_of(problems):
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(code): {"description": text, "content": content} for code, text in sorted(problems.items())}


def require_every_key(result, generator, request, public):
    """Postprocessing hook: an answer carries every key, so each is required, apart from those that are LOOSE."""
    for name, schema in result["components"]["schemas"].items():
        if schema.get("type") == "object" and not name.endswith("Request") and name not in LOOSE:
            schema["required"] = list(schema.get("properties", {}))
        say_shortly(schema)
    return result


def say_shortly(schema):
    """What else a docstring tells is for whoever reads the code, and what it inherits tells of another thing."""
    said = schema.get("description", "")
    if said == get_doc(Strict):
        del schema["description"]
    elif schema.get("type") == "object" and said:
        schema["description"] = f"{said.partition('. ')[0].partition(chr(10))[0].removesuffix('.')}."


@cache
def written(form):
    """The whole description in `form` ("yaml" or "json"), made once a process, and its media type."""
    renderer = RENDERERS[form]()
    return renderer.render(document(), renderer_context={}), renderer.media_type


@cache
def document():
    with patched_settings(SETTINGS):
        return SchemaGenerator().get_schema(request=None, public=True)

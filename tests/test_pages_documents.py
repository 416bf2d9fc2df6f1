"""Documents: by kind and year, each under its meeting."""

import pytest

from tests.factories import BodyFactory, DocumentFactory, MeetingFactory
from tests.reading import links, read, texts


def documents(client, query=""):
    return read(client.get(f"/documents/{query}"))


def listed(page):
    return texts(page, ".//ul[@class='lines']/li")


def test_documents_are_listed_by_year_with_their_meeting(client, record):
    page = documents(client)

    assert texts(page, ".//p[@class='number']") == ["64 documents"]
    assert texts(page, ".//section[@class='year']/h3")[:3] == ["2025", "2024", "2023"]
    assert listed(page)[0] == (
        "Joint statement Joint Statement of the 15th AMMTC+3 Consultation 15th AMMTC+3, 11 September 2025"
    )
    assert "/meetings/ammtc-plus-three-15/" in links(page, ".//ul[@class='lines']/li//a")


def test_documents_are_filtered_by_kind(client, record):
    assert listed(documents(client, "?kind=convention")) == [
        "Convention ASEAN Convention Against Trafficking in Persons, Especially Women and Children (text endorsed) "
        "10th AMMTC, 29 September 2015",
        "Convention ASEAN Convention against Trafficking in Persons, Especially Women and Children (text agreed) "
        "15th SOMTC, 8–11 June 2015",
    ]


def test_documents_say_how_many_there_are_of_each_kind(client, record):
    page = documents(client, "?kind=convention")
    options = texts(page, ".//select[@id='kind']/option")

    assert options[:3] == ["All kinds", "joint statement (14)", "declaration (14)"]
    assert texts(page, ".//select[@id='kind']/option[@selected]") == ["convention (2)"]


def test_documents_are_found_by_all_words_of_their_title(client, db):
    DocumentFactory(title="Declaration on Terrorism")
    DocumentFactory(title="Declaration on Piracy of Đà Nẵng")

    assert texts(documents(client, "?q=TERRORISM+declaration"), ".//cite") == ["Declaration on Terrorism"]
    assert texts(documents(client, "?q=da+nang"), ".//cite") == ["Declaration on Piracy of Đà Nẵng"]


def test_document_leads_to_its_text_where_that_is_known(client, db):
    meeting = MeetingFactory()
    DocumentFactory(meeting=meeting, title="With", url="https://press.example/with")
    DocumentFactory(meeting=meeting, title="Without")
    page = documents(client)

    assert texts(page, ".//cite") == ["With", "Without"]
    assert links(page, ".//ul[@class='lines']/li/span[@class='what']/a") == ["https://press.example/with"]


def test_documents_leave_empty_fields_out_of_the_address(client, db):
    response = client.get("/documents/?q=&kind=report&body=")

    assert (response.status_code, response.headers["Location"]) == (302, "/documents/?kind=report")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?kinds=report", "Unknown parameter kinds. Did you mean kind?"),
        ("?kind=reprot", "kind cannot be reprot. Did you mean report?"),
        ("?cursor=x", "cursor is for programs: /api/v1/documents/ takes it, and a page does not. Leave it out."),
    ],
)
def test_documents_refuse_what_is_not_understood(client, record, query, sentence):
    response = client.get(f"/documents/{query}")
    page = read(response)

    assert (response.status_code, texts(page, ".//div[@role='alert']/p")) == (400, [sentence])
    assert listed(page) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_documents_ask_the_same_number_of_queries(client, db, django_assert_num_queries, rows):
    for number in range(1, rows + 1):
        DocumentFactory(meeting=MeetingFactory(body=BodyFactory(slug=f"body-{number}")))

    with django_assert_num_queries(4):
        client.get("/documents/")

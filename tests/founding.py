"""What the founding article tells, of 18 May 2023: three meetings, of which each reports to the next.

The 19th WG on CT met that day in Kuta; the 23rd SOMTC of June and the AMMTC of August were announced.
"""

SOURCE = {
    "url": "https://bali.tribunnews.com/2023/05/18/negara-negara-anggota-asean-berkolaborasi-perkuat-upaya-"
    "pemberantasan-terorisme",
    "title": "Negara-Negara Anggota ASEAN Berkolaborasi Perkuat Upaya Pemberantasan Terorisme",
    "publisher": "Tribun Bali",
    "published": "2023-05-18",
    "language": "id",
}
COUNTRY = {"code": "ID", "name": "Indonesia"}
# acronym, name, level; each reports to the one before it.
BODIES = [
    ("AMMTC", "ASEAN Ministerial Meeting on Transnational Crime", "ministerial"),
    ("SOMTC", "ASEAN Senior Officials Meeting on Transnational Crime", "senior officials"),
    ("SOMTC WG on CT", "SOMTC Working Group on Counter-Terrorism", "working group"),
]
AGENDA = [
    "Updates of national strategies and efforts by each member state, nationally and regionally",
    "Exchange of insights, experience, good practice and obstacles",
    "Implementation and way forward of ASEAN documents on counter-terrorism",
    "Projects carried out and under way",
    "Preparation of the ASEAN-Australia dialogue on counter-terrorism",
]


def record(slug, body, *supports, **fields):
    """A planned meeting of which the article tells these facts."""
    empty = dict.fromkeys(("ordinal", "title", "programme", "format", "host", "chair", "theme", "reports_to"))
    cited = {"source": SOURCE, "supports": list(supports), "says": {}, "note": None}
    return {
        "slug": slug, "body": body, "kind": "regular", "status": "planned", **empty, "officers": [], "venue": None,
        "alongside": None, "agenda": [], "documents": [], "notes": None, "gaps": {}, "citations": [cited], **fields,
    }  # fmt: skip


def officer(role, office, person=None):
    return {"role": role, "person": person, "office": office, "country": None}


MINISTERS = record(
    "ammtc-2023-08", "ammtc", "dates", "chair", "locality", "region",
    dates="2023-08",
    chair={"country": None, "person": "Listyo Sigit Prabowo", "office": "Chief of the Indonesian National Police"},
    venue={"name": None, "locality": "Labuan Bajo", "region": "East Nusa Tenggara", "country": "ID"},
)  # fmt: skip
OFFICIALS = record(
    "somtc-23", "somtc", "ordinal", "dates", "chair", "officers", "venue", "locality", "reports_to",
    ordinal=23, dates="2023-06-19/2023-06-23", reports_to="ammtc-2023-08",
    chair={"country": None, "person": None, "office": "Head of the Criminal Investigation Agency (Kabareskrim Polri)"},
    officers=[officer("secretary", "Head of the International Relations Division (Kadivhubinter)")],
    venue={"name": "Royal Ambarukmo Hotel", "locality": "Yogyakarta", "region": None, "country": "ID"},
)  # fmt: skip
GROUP = record(
    "somtc-wg-on-ct-19", "somtc-wg-on-ct",
    "ordinal", "dates", "host", "chair", "officers", "locality", "region", "reports_to", "agenda",
    ordinal=19, status="held", dates="2023-05-18", host="ID", reports_to="somtc-23", agenda=AGENDA,
    chair={"country": "ID", "person": None, "office": None},
    officers=[officer("opening-speaker", "Deputy for International Cooperation, BNPT", "Andhika Chrisnayudanto")],
    venue={"name": None, "locality": "Kuta", "region": "Bali", "country": "ID"},
)  # fmt: skip
RECORDS = [MINISTERS, OFFICIALS, GROUP]

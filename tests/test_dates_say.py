"""What people are shown for a date, in English and Indonesian."""

import pytest

from meetings.dates import parse, say


@pytest.mark.parametrize(
    ("text", "english", "indonesian"),
    [
        ("2023-08-21", "21 August 2023", "21 Agustus 2023"),
        ("2023-08-01", "1 August 2023", "1 Agustus 2023"),
        ("2023-08", "August 2023", "Agustus 2023"),
        ("2026", "2026", "2026"),
        ("201X", "2010s", "2010-an"),
        ("20XX", "21st century", "abad ke-21"),
        ("19XX", "20th century", "abad ke-20"),
        ("12XX", "13th century", "abad ke-13"),
        ("2023-21", "spring 2023", "musim semi 2023"),
        ("2023-29", "southern spring 2023", "musim semi selatan 2023"),
        ("2023-35", "third quarter of 2023", "triwulan III 2023"),
        ("2023-39", "third quadrimester of 2023", "caturwulan III 2023"),
        ("2023-40", "first half of 2023", "semester I 2023"),
        ("2023-08-20/2023-08-23", "20–23 August 2023", "20–23 Agustus 2023"),
        ("2015-09-28/2015-10-01", "28 September – 1 October 2015", "28 September – 1 Oktober 2015"),
        (
            "2022-12-30/2023-01-02",
            "30 December 2022 – 2 January 2023",
            "30 Desember 2022 – 2 Januari 2023",
        ),
        ("2023-08-20/2023-08-20", "20 August 2023", "20 Agustus 2023"),
        ("2023-08/2023-09", "August–September 2023", "Agustus–September 2023"),
        ("2022-12/2023-01", "December 2022 – January 2023", "Desember 2022 – Januari 2023"),
        ("2022/2023", "2022–2023", "2022–2023"),
        ("2023-08/2023-09-02", "August 2023 – 2 September 2023", "Agustus 2023 – 2 September 2023"),
        ("2022/2023-09", "2022 – September 2023", "2022 – September 2023"),
        ("2023-21/2023-22", "spring 2023 – summer 2023", "musim semi 2023 – musim panas 2023"),
        ("200X/201X", "2000s–2010s", "2000-an–2010-an"),
        ("2007-11~", "about November 2007", "sekitar November 2007"),
        ("2014-12-12?", "12 December 2014 (uncertain)", "12 Desember 2014 (tidak pasti)"),
        ("2014%", "about 2014 (uncertain)", "sekitar 2014 (tidak pasti)"),
        ("2023-08-20~/2023-08-23~", "about 20–23 August 2023", "sekitar 20–23 Agustus 2023"),
        (
            "2023-08-20~/2023-08-23",
            "from about 20 August 2023 to 23 August 2023",
            "dari sekitar 20 Agustus 2023 sampai 23 Agustus 2023",
        ),
        ("2011-07-26/", "from 26 July 2011 (end unknown)", "mulai 26 Juli 2011 (akhir tidak diketahui)"),
        ("2011/..", "from 2011 on", "mulai 2011 dan seterusnya"),
        ("/2011", "until 2011 (start unknown)", "sampai 2011 (awal tidak diketahui)"),
        ("../2023-08-22", "until 22 August 2023", "sampai 22 Agustus 2023"),
        ("XXXX", "year not given", "tahun tidak disebut"),
        ("XXXX-05", "May (year not given)", "Mei (tahun tidak disebut)"),
        ("XXXX-05-08", "8 May (year not given)", "8 Mei (tahun tidak disebut)"),
        ("XXXX-06-18/XXXX-06-22", "18–22 June (year not given)", "18–22 Juni (tahun tidak disebut)"),
        (
            "XXXX-12-30/XXXX-01-02",
            "30 December – 2 January (year not given)",
            "30 Desember – 2 Januari (tahun tidak disebut)",
        ),
        ("2023-XX", "2023, month not given", "2023, bulan tidak disebut"),
        ("2023-08-XX", "August 2023, day not given", "Agustus 2023, tanggal tidak disebut"),
        ("2023-XX-XX", "2023, month and day not given", "2023, bulan dan tanggal tidak disebut"),
    ],
)
def test_say_says_it_in_english_and_indonesian(text, english, indonesian):
    value = parse(text)

    assert (say(value), say(value, "id")) == (english, indonesian)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "21 August 2023"),
        ("en-gb", "21 August 2023"),
        ("id-ID", "21 Agustus 2023"),
        ("th", "21 August 2023"),
        ("", "21 August 2023"),
    ],
)
def test_say_falls_back_to_the_language_of_a_region_and_to_english(language, said):
    assert say(parse("2023-08-21"), language) == said

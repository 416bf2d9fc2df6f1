"""What is read in the dates that people type, and that nothing is read wrongly."""

import pytest

from meetings.dates import DateError, read
from meetings.dates.months import MONTHS, PARTS
from meetings.dates.tokens import normalised
from meetings.dates.words import WEEKDAYS, WORDS

# A second source: the full and short names of the Unicode CLDR.
CLDR = {
    "en": (
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    ),
    "id": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    ),
    "ms": (
        "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
        "Jan Feb Mac Apr Mei Jun Jul Ogo Sep Okt Nov Dis",
    ),
    "vi": (
        " ".join(f"tháng_{number}" for number in range(1, 13)),
        " ".join(f"thg_{number}" for number in range(1, 13)),
    ),
    "fil": (
        "Enero Pebrero Marso Abril Mayo Hunyo Hulyo Agosto Setyembre Oktubre Nobyembre Disyembre",
        "Ene Peb Mar Abr May Hun Hul Ago Set Okt Nob Dis",
    ),
    "th": (
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    ),
    "km": (
        "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
        "មករា កុម្ភៈ មីនា មេសា ឧសភា មិថុនា កក្កដា សីហា កញ្ញា តុលា វិច្ឆិកា ធ្នូ",
    ),
    "lo": (
        "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
        "ມ.ກ. ກ.ພ. ມ.ນ. ມ.ສ. ພ.ພ. ມິ.ຖ. ກ.ລ. ສ.ຫ. ກ.ຍ. ຕ.ລ. ພ.ຈ. ທ.ວ.",
    ),
    "my": (
        "ဇန်နဝါရီ ဖေဖော်ဝါရီ မတ် ဧပြီ မေ ဇွန် ဇူလိုင် ဩဂုတ် စက်တင်ဘာ အောက်တိုဘာ နိုဝင်ဘာ ဒီဇင်ဘာ",
        "ဇန် ဖေ မတ် ဧ မေ ဇွန် ဇူ ဩ စက် အောက် နို ဒီ",
    ),
}


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        # English
        ("18 May 2023", "2023-05-18"),
        ("18th May 2023", "2023-05-18"),
        ("the 2nd of May, 2023", "2023-05-02"),
        ("May 18, 2023", "2023-05-18"),
        ("2023 May 18", "2023-05-18"),
        ("Aug. 21, 2023.", "2023-08-21"),
        ("18May2023", "2023-05-18"),
        ("18\u00a0May\u00a02023", "2023-05-18"),
        ("18–19 May 2023", "2023-05-18/2023-05-19"),
        ("18-19 May 2023", "2023-05-18/2023-05-19"),
        ("18 — 19 MAY 2023", "2023-05-18/2023-05-19"),
        ("18‐19 May 2023", "2023-05-18/2023-05-19"),
        ("18 to 21 May 2023", "2023-05-18/2023-05-21"),
        ("18 until 21 May 2023", "2023-05-18/2023-05-21"),
        ("18 and 19 May 2023", "2023-05-18/2023-05-19"),
        ("30 September & 1 October 2015", "2015-09-30/2015-10-01"),
        ("May 18-19, 2023", "2023-05-18/2023-05-19"),
        ("May 18 - June 2, 2023", "2023-05-18/2023-06-02"),
        ("30 September - 2 October 2015", "2015-09-30/2015-10-02"),
        ("30 Sep 2015 – 2 Oct 2015", "2015-09-30/2015-10-02"),
        ("30 Sept. 2015-2 Oct. 2015", "2015-09-30/2015-10-02"),
        ("30 December 2022 – 2 January 2023", "2022-12-30/2023-01-02"),
        ("from 19 to 23 June 2023", "2023-06-19/2023-06-23"),
        ("from about 19 June to 23 June 2023", "2023-06-19~/2023-06-23"),
        ("on Thursday, 18 May 2023", "2023-05-18"),
        ("18 May 2023 (Thu)", "2023-05-18"),
        ("Thursday 18 – Friday 19 May 2023", "2023-05-18/2023-05-19"),
        ("Thursday to Friday, 18 to 19 May 2023", "2023-05-18/2023-05-19"),
        ("Wednesday, August 28, 2567 B.E.", "2024-08-28"),
        ("May 2023", "2023-05"),
        ("in August, 2023", "2023-08"),
        ("August–September 2023", "2023-08/2023-09"),
        ("December 2022 - January 2023", "2022-12/2023-01"),
        ("2022–2023", "2022/2023"),
        ("2022-2023", "2022/2023"),
        ("2022 to 2023", "2022/2023"),
        ("Q2 2023", "2023-34"),
        ("2023 Q2", "2023-34"),
        ("2nd quarter 2023", "2023-34"),
        ("the second quarter of 2023", "2023-34"),
        ("H1 2023", "2023-40"),
        ("Fall 2023", "2023-23"),
        ("about November 2007", "2007-11~"),
        ("c. 2007", "2007~"),
        ("circa 2007", "2007~"),
        ("~2007", "2007~"),
        ("2007?", "2007?"),
        ("November 2007 (?)", "2007-11?"),
        ("about 2014?", "2014%"),
        ("20–23 August 2023?", "2023-08-20?/2023-08-23?"),
        ("early May 2023", "2023-05~"),
        ("mid-May 2023", "2023-05~"),
        ("late May – early June 2023", "2023-05~/2023-06~"),
        ("since 2011", "2011/"),
        ("from 26 July 2011", "2011-07-26/"),
        ("from 2011 onwards", "2011/.."),
        ("until 22 August 2023", "../2023-08-22"),
        ("the 1990s", "199X"),
        ("8 May (year not given)", "XXXX-05-08"),
        # Digits
        ("2023-05-18", "2023-05-18"),
        ("2023‑05‑18", "2023-05-18"),
        ("２０２３-０５-１８", "2023-05-18"),
        ("2023-5-8", "2023-05-08"),
        ("2023/05/18", "2023-05-18"),
        ("18.5.2023", "2023-05-18"),
        ("18/05/2023", "2023-05-18"),
        ("26-11-2020", "2020-11-26"),
        ("5/6/2023", "2023-06-05"),
        ("08/2023", "2023-08"),
        ("19-23/6/2023", "2023-06-19/2023-06-23"),
        ("30/9 - 2/10/2015", "2015-09-30/2015-10-02"),
        ("2.8.2023 – 4.8.2023", "2023-08-02/2023-08-04"),
        ("2023-05-18 to 19", "2023-05-18/2023-05-19"),
        # EDTF as it is, but for Buddhist years
        ("2023-24", "2023-24"),
        ("xxxx-05-08", "XXXX-05-08"),
        ("../2023-08-22", "../2023-08-22"),
        ("2566-05-19", "2023-05-19"),
        ("2566-05-19/2566-05-23", "2023-05-19/2023-05-23"),
        ("2567-02-29", "2024-02-29"),
        ("2566", "2023"),
        ("19 May 2566", "2023-05-19"),
        ("2399", "2399"),
        ("2700", "2700"),
        # Indonesian and Malay
        ("19 hingga 23 Juni 2023", "2023-06-19/2023-06-23"),
        ("tanggal 19 s.d. 23 Juni 2023", "2023-06-19/2023-06-23"),
        ("19 s/d 23 Juni 2023", "2023-06-19/2023-06-23"),
        ("19 sampai dengan 23 Juni 2023", "2023-06-19/2023-06-23"),
        ("tanggal 19 Agustus hingga 23 Agustus 2023", "2023-08-19/2023-08-23"),
        ("Agustus 2023", "2023-08"),
        ("bulan Agustus tahun 2023", "2023-08"),
        ("Kamis, 18 Mei 2023", "2023-05-18"),
        ("Kamis (18/5/2023)", "2023-05-18"),
        ("Jum'at, 19 Mei 2023", "2023-05-19"),
        ("Rabu-Kamis, 17-18 Mei 2023", "2023-05-17/2023-05-18"),
        ("triwulan II 2023", "2023-34"),
        ("kuartal ketiga tahun 2023", "2023-35"),
        ("sekitar November 2007", "2007-11~"),
        ("pertengahan Mei 2023", "2023-05~"),
        ("sejak 2011", "2011/"),
        ("sampai 22 Agustus 2023", "../2023-08-22"),
        ("bermula 7 hingga 12 Jun 2023", "2023-06-07/2023-06-12"),
        ("Khamis, 18hb Mei 2023", "2023-05-18"),
        # Vietnamese
        ("ngày 26/11/2020", "2020-11-26"),
        ("từ ngày 19 đến 23 tháng 6 năm 2023", "2023-06-19/2023-06-23"),
        ("từ 30/9 đến 2/10/2015", "2015-09-30/2015-10-02"),
        ("Thứ Năm, ngày 18 tháng 5 năm 2023", "2023-05-18"),
        ("thứ 5, 18/5/2023", "2023-05-18"),
        ("tháng 8 năm 2023", "2023-08"),
        ("tháng 8/2023", "2023-08"),
        ("tháng 10-11/2015", "2015-10/2015-11"),
        ("tháng năm năm 2023", "2023-05"),
        ("tháng mười một năm 2023", "2023-11"),
        ("quý II/2023", "2023-34"),
        ("khoảng tháng 11 năm 2007", "2007-11~"),
        # Filipino
        ("ika-18 ng Mayo 2023", "2023-05-18"),
        ("noong ika-18 hanggang ika-19 ng Mayo, 2023", "2023-05-18/2023-05-19"),
        ("mula Mayo 18 hanggang 19, 2023", "2023-05-18/2023-05-19"),
        ("Mayo 18 at 19, 2023", "2023-05-18/2023-05-19"),
        ("Huwebes, Mayo 18, 2023", "2023-05-18"),
        # Thai
        ("19 พ.ค. 2566", "2023-05-19"),
        ("28 ก.ย.58", "2015-09-28"),
        ("28 ก.ย.-2 ต.ค.58", "2015-09-28/2015-10-02"),
        ("๑๙ พฤษภาคม พ.ศ. ๒๕๖๖", "2023-05-19"),
        ("19 พ.ค. ค.ศ. 2023", "2023-05-19"),
        ("วันที่ 20 - 23 มิถุนายน 2566", "2023-06-20/2023-06-23"),
        ("ระหว่างวันที่ 20-23 สิงหาคม 2566", "2023-08-20/2023-08-23"),
        ("วันพฤหัสบดีที่ 18 พฤษภาคม 2566", "2023-05-18"),
        ("ไตรมาสที่ 2/2566", "2023-34"),
        # Khmer
        ("១៨ ឧសភា ២០២៣", "2023-05-18"),
        ("ថ្ងៃព្រហស្បតិ៍ ទី១៨ ខែឧសភា ឆ្នាំ២០២៣", "2023-05-18"),
        ("ពីថ្ងៃទី១៨ ដល់ថ្ងៃទី១៩ ខែឧសភា ឆ្នាំ២០២៣", "2023-05-18/2023-05-19"),
        ("ខែ\u200bសីហា ឆ្នាំ\u200b២០២៣", "2023-08"),
        # Lao
        ("ວັນທີ ໑໘ ພຶດສະພາ ໒໐໒໓", "2023-05-18"),
        ("ວັນພະຫັດ ທີ 18 ພຶດສະພາ 2566", "2023-05-18"),
        ("ລະຫວ່າງວັນທີ 20-23 ສິງຫາ 2023", "2023-08-20/2023-08-23"),
        # Burmese
        ("၁၈ မေ ၂၀၂၃", "2023-05-18"),
        ("၂၀၂၃ ခုနှစ်၊ မေလ ၁၈ ရက်", "2023-05-18"),
        ("၂၀၂၃ ခုနှစ် မေလ ၁၈ ရက်မှ ၁၉ ရက်အထိ", "2023-05-18/2023-05-19"),
    ],
)
def test_read_understands_what_people_type(text, edtf):
    assert str(read(text)) == edtf


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The date is empty; write it as 2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23."),
        (
            "9" * 201,
            "The date is longer than 200 characters; write it as 2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23.",
        ),
        (18, "A date is given as text such as 2023-08-21, not as int."),
        ("18 May\x002023", "The date has a character that cannot be shown; type the date anew."),
        ("31 February 2023", "February 2023 has no day 31."),
        ("2023-02-31", "February 2023 has no day 31."),
        ("29 ก.พ. 2566", "February 2023 has no day 29."),
        ("11/26/2020", "“11/26/2020” has no month 26; the day comes first, as in 26/11/2020."),
        ("26/26/2020", "There is no month 26; months are 1 to 12, and the day stands before the month."),
        ("21/2023", "There is no month 21; months are 1 to 12, and the day stands before the month."),
        ("18-19-2023", "There is no month 19; months are 1 to 12, and the day stands before the month."),
        ("2023/2022", "The interval ends (2022) before it begins (2023)."),
        ("23–20 August 2023", "The interval ends (2023-08-20) before it begins (2023-08-23)."),
        ("30 December - 2 January 2023", "The interval ends (2023-01-02) before it begins (2023-12-30)."),
        (
            "18 and 20 May 2023",
            "“and” joins two dates that follow each other, not 2023-05-18 and 2023-05-20; "
            "write “to” for all from the first to the last.",
        ),
        ("Jumat, 18 Mei 2023", "2023-05-18 is a Thursday, not a Friday; correct the one or the other."),
        ("18 May 23", "The year 23 is too short; write it with four digits, as in 2023."),
        ("18/5/66", "The year 66 is too short; write it with four digits, as in 2023."),
        ("พ.ศ. 2023", "The year 2023 is not of the era that is named with it; write the common year, as in 2023."),
        ("2566 CE", "The year 2566 is not of the era that is named with it; write the common year, as in 2023."),
        (
            "၁၃၈၅ ခုနှစ် မေလ ၁၈ ရက်",
            "The year 1385 looks like one of the Burmese era; write the common year, as in 2023.",
        ),
        (
            "[2021, 2023]",
            "Sets of dates in brackets are not kept here; write one date: "
            "2023-08-21, 2023-08, 2023 or 2023-08-20/2023-08-23.",
        ),
        (
            "the day after the ministers of all the states have met",
            "Cannot read “the day after the ministers of all the …” as a date; "
            "write it like “18–19 May 2023” or “2023-05-18”.",
        ),
    ],
)
def test_read_refuses_with_a_sentence(text, sentence):
    with pytest.raises(DateError) as refused:
        read(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "text", ["may", "8 May", "18-19 May", "18/5", "2nd quarter", "August–September", "7 hingga 12 Jun"]
)
def test_read_asks_for_the_year(text):
    with pytest.raises(DateError) as refused:
        read(text)

    sentence = "The date has no year; add it, as in “18 May 2023”, or write XXXX-05-18 where it is not known."
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "the",
        "to",
        "from",
        "-",
        "?",
        "Wednesday",
        "18",
        "tomorrow",
        "18 May 2023 (postponed)",
        "not 18 May 2023",
        "18 May or 19 May 2023",
        "between 18 and 19 May 2023",
        "ระหว่าง 20 สิงหาคม 2566",
        "1, 2 May 2023",
        "18, 19 and 20 May 2023",
        "18/19 May 2023",
        "5 – May 2023",
        "May 2023 – 5",
        "August – 2 September 2023",
        "10-11/2015",
        "2022 – June",
        "2022–23",
        "2011/12",
        "2023/05",
        "18 2023 May",
        "May 2023 18",
        "2566 2023",
        "18 May 2023 at 19",
        "2023-05-18 at 19",
        "18 May 2023 - 19",
        "18 May 2023, 10:00",
        "2023-05-18T10:00",
        "18 May 20231",
        "18\u200b19 May 2023",
        "18\u00ad19",
        "18 - 05 - 2023",
        "first half of May 2023",
        "early 5 May 2023",
        "mid to late May 2023",
        "Thursday 2023",
        "8 May 2023 (year not given)",
        "Q5 2023",
        "tháng 13/2023",
        "2560s",
        "1385-5-18 ရက်အထိ",
        "令和5年",
        "18 mai 2023",
    ],
)
def test_read_refuses_rather_than_guess(text):
    with pytest.raises(DateError) as refused:
        read(text)

    sentence = f"Cannot read “{text}” as a date; write it like “18–19 May 2023” or “2023-05-18”."
    assert str(refused.value) == sentence


@pytest.mark.parametrize("language", CLDR)
def test_months_have_the_names_of_the_language(language):
    names = [name.replace("_", " ") for style in CLDR[language] for name in style.split()]

    answers = [str(read(f"18 {name} 2023")) for name in names]

    assert answers == [f"2023-{number:02}-18" for number in range(1, 13)] * 2


@pytest.mark.parametrize("language", WEEKDAYS)
def test_weekdays_have_the_names_of_the_language(language):
    # 15 May 2023 was a Monday.
    texts = [
        f"{name} {15 + number}/5/2023" for number, names in enumerate(WEEKDAYS[language]) for name in names.split("|")
    ]

    answers = [str(read(text)) for text in texts]

    days = [f"2023-05-{15 + number}" for number, names in enumerate(WEEKDAYS[language]) for _ in names.split("|")]
    assert answers == days


@pytest.mark.parametrize("language", PARTS)
def test_parts_of_the_year_are_read_by_every_name(language):
    names = [(code, name) for code, alternatives in PARTS[language].items() for name in alternatives.split("|")]

    answers = [str(read(f"{name} 2023")) for _, name in names]

    assert answers == [f"2023-{code}" for code, _ in names]


def test_phrases_mean_one_thing_in_all_languages():
    meanings: dict[str, set[tuple[str, int | str]]] = {}
    entries = [("month", number, names) for table in MONTHS.values() for number, names in enumerate(table)]
    entries += [("weekday", number, names) for table in WEEKDAYS.values() for number, names in enumerate(table)]
    entries += [("part", code, names) for table in PARTS.values() for code, names in table.items()]
    entries += [("word", kind, names) for kind, table in WORDS.items() for names in table.values()]
    for subject, value, names in entries:
        for name in names.split("|"):
            meanings.setdefault(normalised(name), set()).add((subject, value))

    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}

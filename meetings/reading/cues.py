"""The words that tell when, and of what, a sentence speaks; by what they tell and by language, as data.

Alternatives are parsed as regular expressions, parted by "|"; those in Latin letters count as whole words only.
"""

import re

WORDS: dict[str, dict[str, str]] = {
    # what the sentence tells is to come
    "future": {
        "en": (
            "will|is to|are to|to be (?:held|hosted|presented|convened|chaired)|scheduled|upcoming|plan(?:s"
            "|ned)? to|expected|due (?:to|in)|set to|next year|ahead of|prepar(?:ations?|es?|ing) (?:for|to)"
            "|up to the|intends? to|slated|forthcoming|in the run-up|getting ready|ready to|gears? up"
            "|later this (?:year|month|week)|would be held"
        ),
        "id": (
            "akan|mendatang|rencananya|direncanakan|bakal|jelang|menjelang|bersiap|dijadwalkan|tahun depan|hendak"
            "|nanti|persiapan"
        ),
        "ms": "dijadual\\w*|bersedia|akan datang|tahun hadapan",
        "vi": "sẽ|dự kiến|sắp|chuẩn bị|sang năm",
        "fil": "gaganapin|idaraos",
        "th": "จะ|มีกำหนด|เตรียม|ปีหน้า",
        "lo": "ຈະ|ປີໜ້າ",
        "km": "នឹង",
        "zh": "将|將|拟|定于|即将|明年",
        "ja": "予定|次回|今後|来年",
        "ko": "예정|열릴|내년|앞두고",
        "fr": "aura lieu|se tiendra|prévue?s?|réserve|prochaine?|accueillera",
        "it": "si terrà|previst[ao]|in programma|prossim[ao]|ospiterà",
    },
    # what it tells is done, or going on
    "past": {
        "en": (
            "was|were|held|took place|has been|ended|wrapped up|concluded|opened|began|adopted|met|chaired|attended"
            "|gathered|came together|have met|got under way|under way|hosted|took part|joined|has renewed|convened"
            "|closed|drew"
        ),
        "id": (
            "digelar|berlangsung|diselenggarakan|menyelenggarakan|telah|sukses|dibuka|membuka|dihadiri|usai|hadir"
            "|ditutup|menghadiri|diadakan|kini|sudah|menghasilkan|berakhir"
        ),
        "ms": "dirasmikan|berakhir|bersidang",
        "vi": "đã|diễn ra|khai mạc|bế mạc|bắt đầu|tham dự|thông qua|vừa|kết thúc",
        "fil": "ginanap|idinaos|dumalo",
        "th": "เข้าร่วม|เปิด|ได้|แล้ว|เสร็จสิ้น",
        "lo": "ໄດ້|ເຂົ້າຮ່ວມ",
        "km": "បាន",
        "zh": "举行|舉行|召开|召開|开幕|開幕|揭幕|闭幕|閉幕|迎来|了|出席|通过",
        "ja": "行われ|開かれ|開催され|参加し|採択|出席し",
        "ko": "열린|열렸|개최|참석|했다|채택",
        "fr": "(?:ont|a) débuté|s['’]est (?:tenue?|ouverte?|achevée?)|a eu lieu|a présidé|ont adopté",
        "it": "ha presieduto|si è (?:tenut|svolt|conclus)\\w|ha ospitato",
    },
    # somebody says something: the day beside it is that of the saying
    "saying": {
        "en": "said|told|statement|speaking|explained|press|reporters|spoke|announced|noted that",
        "id": (
            "kata|ujar\\w*|menerangkan|mengatakan|menjelaskan|wartawan|keterangan|tutur\\w*|menyebut|papar\\w*"
            "|ungkap\\w*|kepada media|dikonfirmasi|menyampaikan|mengucapkan|lewat video|ucap\\w*|tiba|memeriksa"
            "|dirinci|meninjau"
        ),
        "ms": "kenyataan\\w*|berkata|memberitahu|pemberita",
        "vi": "cho biết|phát biểu|trả lời báo chí|thông báo",
        "fil": "ayon|sinabi",
        "th": "กล่าว|เปิดเผย|แถลง",
        "lo": "ກ່າວ",
        "zh": "表示|指出|宣布",
        "ja": "述べ|発表",
        "ko": "말했|밝혔|발표",
        "fr": "a déclaré|a indiqué|communiqué",
        "it": "ha detto|ha dichiarato",
    },
    # what else has a day of its own in reports of meetings
    "else": {
        "en": (
            "parades?|ceremony|workshops?|signed|since|established|founded|passed|first presented|by 20\\d\\d|until"
            "|simulation|arrived|summits?|adopted in|launched|courtesy call|trained"
        ),
        "id": "serah terima|lokakarya|sejak|terbentuk|didirikan|KTT|ditandatangani|pelatihan|simulasi",
        "ms": "bengkel|ditubuhkan",
        "vi": "thành lập|kể từ|ký kết",
        "zh": "成立|创立|創立",
        "ja": "始まり|設立",
        "fr": "fondée?|depuis",
    },
    # a meeting takes place
    "holding": {
        "en": (
            "held|took place|takes? place|taking place|to (?:be held|take place|receive|meet|host)|occup\\w+|met"
            "|came together|venue|scene of|hosts?|hosted|open(?:s|ed)|began|begins?|got under way|ran|runs?"
            "|gathered|conven\\w+|talks|scheduled|conclud\\w+|(?:were|was) in|from|assembl\\w+|drew|wrapped up"
            "|ended|closed|sat|kicked off|hosting|dates|fixed for"
        ),
        "id": (
            "digelar|menggelar|berlangsung\\w*|di ?selenggarakan|menyelenggarakan|dilaksanakan|diadakan|tempat"
            "|lokasi|jadwal\\w*|bertempat|pada|dibuka|mempertemukan|berkumpul|bertatap muka"
            "|bersidang|duduk bersama|ditutup"
        ),
        "ms": "bermula|diadakan|bersidang|dianjurkan|berakhir",
        "vi": "diễn ra|khai mạc|tổ chức|bắt đầu|bế mạc|họp|từ ngày",
        "fil": "ginanap|idinaos|gaganapin",
        "th": "ระหว่างวันที่|จัดขึ้น|กำหนด|จัด|ประชุม",
        "lo": "ຈັດຂຶ້ນ|ໄຂຂຶ້ນ|ໃນວັນທີ",
        "km": "ប្រព្រឹត្តទៅ|ធ្វើឡើង|រៀបចំ",
        "zh": "举行|舉行|召开|召開|开幕|揭幕|迎来|闭幕",
        "ja": "行われ|開かれ|開催",
        "ko": "열린|열렸|열릴|개최",
        "fr": "débuté|tenue?|lieu|réserve|ouverte?|tiendra",
        "it": "presieduto|svolt[ao]|tenut[ao]|terrà",
    },
    # at the same time as a meeting
    "during": {
        "en": "during|sidelines|opening|attending",
        "id": "jeda|sela|sela-sela|sidang|pembukaan",
        "vi": "bên lề|tại hội nghị",
        "th": "ระหว่างการประชุม",
    },
    # what one meeting came to goes to another
    "upwards": {
        "en": "(?:brought|submitted|reported|presented|forwarded|conveyed|tabled|go|goes|report) [^.;]{0,60}?to"
        "|for (?:the )?(?:endorsement|adoption|consideration) (?:by|at|of)|endorsement of",
        "id": "(?:dibawa|dilaporkan|disampaikan|diserahkan|diajukan|diteruskan) (?:ke|kepada|pada)",
        "ms": "(?:dibentangkan|dikemukakan) (?:ke|kepada|di)",
        "vi": "(?:báo cáo|trình|đệ trình)(?: lên)?",
        "th": "เสนอต่อ|รายงานต่อ",
        "zh": "提交|上报",
        "ja": "に報告|に提出",
        "ko": "에 보고|에 제출",
        "fr": "(?:soumise?s?|présentée?s?|transmise?s?) à",
    },
    "virtual": {
        "en": (
            "(?:held|met|hosted|gathered|convened|meeting|session|took place"
            "|consultation)[^.;]{0,40}? (?:online|virtual(?:ly)?)|virtual (?:meeting|session)"
            "|video ?conferenc\\w+|via video"
        ),
        "id": "secara (?:daring|virtual|online)|konferensi video|pertemuan (?:daring|virtual)",
        "ms": "secara (?:maya|dalam talian)|sidang video",
        "vi": "trực tuyến",
        "th": "ออนไลน์|ผ่านระบบการประชุมทางไกล|ทางไกล",
        "zh": "视频方式|线上|線上|视频会议",
        "ja": "オンライン|テレビ会議",
        "ko": "화상|온라인",
        "fr": "en ligne|visioconférence|virtuelle?",
    },
    "hybrid": {
        "en": "hybrid",
        "id": "hibrida|luring dan daring",
        "vi": "trực tiếp kết hợp trực tuyến",
        "ja": "ハイブリッド",
    },
    "in-person": {
        "en": "in person|in-person|face to face|face-to-face",
        "id": "tatap muka|luring",
        "vi": "trực tiếp",
        "ja": "対面",
    },
    "this-year": {
        "en": "this year",
        "id": "tahun ini",
        "vi": "năm nay",
        "th": "ปีนี้",
        "zh": "今年|本年",
        "ko": "올해",
        "fr": "cette année",
        "it": "quest['’]anno",
    },
    "here": {"en": "here", "id": "di sini", "vi": "tại đây", "fr": "ici", "th": "ที่นี่", "zh": "本市|当地"},
}
WEEKDAY = re.compile(
    r"(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|senin|selasa|rabu|kamis|jum['’]?at|sabtu|minggu"
    r"|isnin"
    r"|khamis|jumaat|ahad)\s?,?\s?\(?$",
    re.IGNORECASE,
)
# Another event, of which a sentence tells that names none of the meetings.
OTHER = re.compile(
    r"\b(?:Dialogue|Dialog|Summit|KTT|Workshop|Lokakarya|Seminar|ASEANAPOL|Aseanapol|Regional Forum|Symposium"
    r"|Pelatihan)\b"
)
_PART = r"[A-ZÀ-Þ][\w’'&-]+"
VENUE = re.compile(
    rf"\b((?:{_PART} ){{1,4}}(?:Hotel|(?:Convention|Conference) Cent(?:re|er)(?: I{{1,3}}\b)?"
    r"|Resort(?: and Spa)?|Palace|by Hilton)"
    rf"|(?:Hotel|Khách sạn|khách sạn|Hôtel|โรงแรม)\s?(?:(?:{_PART}|[ก-๙]+) ?){{1,4}})"
)


def _any_of(name: str) -> re.Pattern[str]:
    latin = "|".join(words for words in WORDS[name].values() if words[0] <= "ɏ")
    other = "|".join(words for words in WORDS[name].values() if words[0] > "ɏ")
    return re.compile(rf"\b(?:{latin})\b" + (f"|{other}" if other else ""), re.IGNORECASE)


FUTURE, PAST, SAYING, ELSE = map(_any_of, ("future", "past", "saying", "else"))
UPWARDS, VIRTUAL, HYBRID, IN_PERSON = map(_any_of, ("upwards", "virtual", "hybrid", "in-person"))
FORMATS = {"hybrid": HYBRID, "in-person": IN_PERSON, "virtual": VIRTUAL}
THEME = re.compile(
    r"(?:theme\w*|tema|bertema\w*|bertajuk|chủ đề|thème|主题|テーマ|주제|หัวข้อ|ธีม)[^.“\"«「‘]{0,70}?"
    r"[“\"«「‘《]([^”\"»」’》]{8,200})[”\"»」’》]",
    re.IGNORECASE,
)
HOLDING, DURING, THIS_YEAR, HERE = map(_any_of, ("holding", "during", "this-year", "here"))

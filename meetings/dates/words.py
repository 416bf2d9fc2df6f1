"""The other words people write around a date, by what they do and by language, as data.

Alternatives are parted by "|"; no phrase does two things (a test holds this), so that none is ever guessed.
"""

# From Monday, as datetime.date.weekday() counts.
WEEKDAYS: dict[str, tuple[str, ...]] = {
    "en": (
        "Monday|Mon",
        "Tuesday|Tues|Tue",
        "Wednesday|Wed",
        "Thursday|Thurs|Thur|Thu",
        "Friday|Fri",
        "Saturday|Sat",
        "Sunday|Sun",
    ),
    "id": ("Senin|Sen", "Selasa|Sel", "Rabu|Rab", "Kamis|Kam", "Jumat|Jum'at|Jum’at|Jum", "Sabtu|Sab", "Minggu|Min"),
    "ms": ("Isnin|Isn", "Selasa|Sel", "Rabu|Rab", "Khamis|Kha", "Jumaat", "Sabtu|Sab", "Ahad|Ahd"),
    "vi": (
        "thứ hai|thứ 2",
        "thứ ba|thứ 3",
        "thứ tư|thứ 4",
        "thứ năm|thứ 5",
        "thứ sáu|thứ 6",
        "thứ bảy|thứ 7",
        "chủ nhật",
    ),
    "fil": ("Lunes", "Martes", "Miyerkules|Miyerkoles", "Huwebes", "Biyernes", "Sabado", "Linggo"),
    "th": ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี|พฤหัสฯ|พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์"),
    "km": ("ចន្ទ|ច័ន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"),
    "lo": ("ຈັນ", "ອັງຄານ", "ພຸດ", "ພະຫັດ", "ສຸກ", "ເສົາ", "ອາທິດ"),
    "my": ("တနင်္လာ", "အင်္ဂါ", "ဗုဒ္ဓဟူး", "ကြာသပတေး", "သောကြာ", "စနေ", "တနင်္ဂနွေ"),
}

WORDS: dict[str, dict[str, str]] = {
    # between two dates; in front of one: until
    "to": {
        "en": "to|until|till|up to|through",
        "id": "hingga|sampai|sampai dengan|s.d.|s.d|s/d|sd",
        "ms": "sehingga",
        "vi": "đến|đến hết|tới",
        "fil": "hanggang",
        "th": "ถึง|จนถึง",
        "km": "ដល់|រហូតដល់",
        "lo": "ຫາ|ເຖິງ|ຮອດ",
        "my": "မှ",
    },
    # between two dates that follow each other
    "and": {
        "en": "and|&",
        "id": "dan",
        "vi": "và",
        "fil": "at",
        "th": "และ",
        "km": "និង",
        "lo": "ແລະ",
        "my": "နှင့်|နဲ့",
    },
    # in front of one date: it begins then, the end is not known; of two: nothing more
    "from": {
        "en": "from|since",
        "id": "mulai|sejak|dari",
        "ms": "bermula",
        "vi": "từ",
        "fil": "mula|simula",
        "th": "ตั้งแต่|จาก",
        "km": "ពី|ចាប់ពី",
        "lo": "ແຕ່|ຕັ້ງແຕ່",
    },
    # in front of two dates only: alone it would not say which end it means
    "between": {"th": "ระหว่าง", "lo": "ລະຫວ່າງ"},
    # behind the second of two dates only
    "through": {"my": "အထိ"},
    # behind the only date of "from": the end is open
    "onwards": {"en": "onwards|onward", "id": "dan seterusnya"},
    # "from 2011 on", "on 18 May 2023"
    "on": {"en": "on"},
    "end-unknown": {"en": "end unknown", "id": "akhir tidak diketahui"},
    "start-unknown": {"en": "start unknown", "id": "awal tidak diketahui"},
    "about": {
        "en": "about|around|approximately|approx|circa|ca|c.|±",
        "id": "sekitar|kira-kira|kurang lebih",
        "ms": "lebih kurang",
        "vi": "khoảng",
        "fil": "mga|bandang",
        "th": "ประมาณ|ราว",
        "km": "ប្រហែល|ប្រមាណ",
        "lo": "ປະມານ",
    },
    # a piece of the month behind it, which makes the month approximate
    "piece": {
        "en": "early|mid|mid-|late",
        "id": "awal|pertengahan|akhir",
        "ms": "hujung",
        "vi": "đầu|giữa|cuối",
        "fil": "kalagitnaan",
        "th": "ต้น|กลาง|ปลาย",
        "km": "ដើម|ពាក់កណ្តាល|ចុង",
        "lo": "ຕົ້ນ|ກາງ|ທ້າຍ",
    },
    "uncertain": {"en": "uncertain", "id": "tidak pasti"},
    "no-year": {"en": "year not given", "id": "tahun tidak disebut"},
    "no-month": {"en": "month not given", "id": "bulan tidak disebut"},
    "no-day": {"en": "day not given", "id": "tanggal tidak disebut"},
    "no-month no-day": {"en": "month and day not given", "id": "bulan dan tanggal tidak disebut"},
    "buddhist": {"en": "BE|B.E.|B.E", "th": "พ.ศ.|พ.ศ", "lo": "ພ.ສ.|ພ.ສ"},
    "common": {"en": "CE|AD", "id": "Masehi", "th": "ค.ศ.|ค.ศ", "lo": "ຄ.ສ.|ຄ.ສ", "km": "គ.ស."},
    # what says no more than that a date, a day, a month or a year comes
    "noise": {
        "en": "the|of|in|year",
        "id": "tanggal|tgl|hari|bulan|tahun|pada",
        "ms": "hb|haribulan|pada",
        "vi": "ngày|năm|vào|hôm",
        "fil": "ika-|ika|ng|noong|taong|petsa|sa",
        "th": "วันที่|วัน|ที่|เดือน|ปี|เมื่อ",
        "km": "ថ្ងៃទី|ថ្ងៃ|ទី|ខែ|ឆ្នាំ",
        "lo": "ວັນທີ|ວັນ|ທີ|ເດືອນ|ປີ",
        "my": "ခုနှစ်|နှစ်|လ|ရက်|ရက်နေ့|နေ့",
    },
}

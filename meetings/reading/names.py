"""How articles name the meetings, by language, as data: patterns of regular expressions, parted by "|"."""

from meetings.reading.countries import PARTNERS

MINISTERS = "|".join((
    r"AMMTC|AMMCT|AAMTC|(?<![A-Z])MMTC",
))  # fmt: skip
OFFICIALS = r"SOMTC|SOMT(?![A-Z])"
# Of the level alone; that it is about transnational crime must be said beside it.
MINISTERIAL = "|".join((
    r"Minist(?:erial|rial|ers)(?:['’]s?|s)?(?:[- ]Level)? (?:Meeting|Conference)",
    r"Ministers (?:overseeing|responsible for|in charge of)(?: the issues? of)?",
    r"(?:Pertemuan|Sidang|Rapat|Konferensi|Forum)(?: Tingkat| pertemuan)? (?:Para )?Menteri(?:[- ]Menteri)?",
    r"Mesyuarat (?:Peringkat )?(?:Para )?Menteri(?:[- ]Menteri)?",
    r"Hội nghị (?:cấp )?Bộ trưởng",
    r"Pulong ng mga Ministro",
    r"(?:การ)?ประชุม(?:ระดับ)?รัฐมนตรี",
    r"部[长長]級?级?(?:系列)?[会會][议議]|部長会議",
    r"閣僚級?(?:会議|会合)|大臣会合",
    r"장관(?:급)?\s?회의|각료\s?회의",
    r"(?:conférence|réunion)(?: ministérielle| des ministres)",
    r"(?:riunione|conferenza|incontro) (?:ministeriale|dei ministri)",
    r"ປະຊຸມ(?:ລະດັບ)?ລັດຖະມົນຕີ",
    r"ប្រជុំ(?:ថ្នាក់)?រដ្ឋមន្ត្រី",
))  # fmt: skip
SENIOR = "|".join((
    r"Senior Officials?(?:['’]s?|s)?(?:[- ]Level)?(?: Consultation)? Meetings?|Meeting of (?:the )?Senior Officials",
    r"(?:Pertemuan|Sidang|Rapat|Konferensi|Forum)(?: Tingkat)?(?: Para)? (?:Pejabat|Pegawai)(?:-Pejabat"
    r"| Tingkat)? (?:Senior|Tinggi)",
    r"Mesyuarat (?:Para )?Pegawai(?:[- ]Pegawai)? (?:Kanan|Tinggi)",
    r"Hội nghị (?:các )?(?:quan chức|Quan chức) (?:cấp cao|cao cấp)",
    r"(?:การ)?ประชุม(?:ระดับ)?เจ้าหน้าที่อาวุโส",
    r"高官[会會][议議]?|高[级級]官[员員][会會][议議]",
    r"高級(?:実務者|事務レベル)(?:会合|会議)",
    r"고위(?:관리|급|실무자|당국자)\s?회의",
    r"(?:réunion|conférence)(?: consultative)? des hauts (?:fonctionnaires|responsables|officiels)",
    r"(?:incontro|riunione)(?: consultiv[oa])? d(?:ei|egli) (?:funzionari senior|alti funzionari)",
    r"ປະຊຸມເຈົ້າໜ້າທີ່ອາວຸ(?:ດ)?ໂສ",
    r"ប្រជុំមន្ត្រី(?:ជាន់ខ្ពស់|អាវុសោ)",
))  # fmt: skip
CRIME = "|".join((
    r"(?:trans-? ?national|cross-border|trans-border)(?: organi[sz]ed)? crimes?",
    r"kejahatan (?:lintas (?:batas )?negara|lintas batas|transnasional)",
    r"jenayah (?:(?:rentas|merentas) (?:sempadan|negara)|trans-? ?nasional)",
    r"tội phạm xuyên (?:quốc gia|biên giới)",
    r"อาชญากรรมข้ามชาติ|跨[国國]犯罪|国境を越える犯罪|越境犯罪|国際犯罪|초국(?:경|가)(?:적)?\s?범죄",
    r"criminalité transnationale|criminalità transnazionale|crimin[ei] transnazional[ei]",
    r"ອາຊະຍາກ(?:ຳ|ໍາ)ຂ້າມຊາດ|ឧក្រិដ្ឋកម្មឆ្លងដែន",
))  # fmt: skip
GROUP = (
    r"(?:Working Group|WG|Kelompok Kerja|Kumpulan Kerja|Pokja|Nhóm (?:công tác|làm việc)|groupe de travail"
    r"|คณะทำงาน|工作[组組]"
    r"|作業部会|실무\s?그룹|ຄະນະເຮັດວຽກ|ក្រុមការងារ)"
)
COUNTER_TERRORISM = (
    r"(?:Counter[- ]?Ter+or\w*|CT\b|(?:Pemberantasan|Penanggulangan|Pencegahan) Terorisme|chống khủng bố"
    r"|(?:Memerangi|Membanteras|"
    r"Menentang) Keganasan|lutte (?:contre le terrorisme|antiterroriste)|ต่อต้านการก่อการร้าย|การก่อการร้าย"
    r"|反恐\w{0,4}|テロ対策"
    r"|대테러\w{0,2}|ຕ້ານການກໍ່ການຮ້າຍ|ប្រឆាំងភេរវកម្ម)"
)
WORKING_GROUP = (
    rf"(?:SOMTC[- ])?{GROUP}[^.,;()]{{0,40}}?{COUNTER_TERRORISM}|(?:反恐|テロ対策|대테러)\s?{GROUP}|WGCT\b|WG[- ]CT\b"
)
RADICALISATION = (
    r"SAMMRRVE|(?:Special |Extraordinary )?(?:ASEAN )?Ministerial Meeting on the Rise of Radicali[sz]ation"
    r"|Mesyuarat Khas Menteri-Menteri ASEAN Mengenai Kebangkitan"
)
SPECIAL = (
    r"Special|Emergency|Extraordinary|Khas|Khusus|Luar Biasa|Tergempar|đặc biệt|bất thường|(?:สมัย|วาระ)พิเศษ"
    r"|特別|特别|긴급"
    r"|특별|extraordinaire|straordinari[ao]"
)
PREPARATORY = (
    r"Preparatory|Persiapan|Persediaan|trù bị|เตรียมการ|準備|筹备|籌備|préparatoire|preparatori[ao]|준비|ກະກຽມ"
    r"|ກຽມ|ត្រៀម"
)

LATIN = "A-Za-zÀ-ɏḀ-ỿ"
PARTNER = "|".join(
    rf"(?<![{LATIN}])(?P<{slug}>{names}{'|3' if slug == 'three' else ''})(?![{LATIN}])"
    for slug, names in PARTNERS.items()
)
_NAMES = "|".join((*PARTNERS.values(), "3"))
WITH = rf"(?:with|dengan|bersama|với|avec|con|กับ|ກັບ|与|與|和)\s?(?:the |la |le |il )?(?:{_NAMES})(?![A-Za-z])"
PLUS = (
    rf"(?:ASEAN|东盟|東盟|อาเซียน|아세안)?[-\s]?(?:\+|Plus|plus)[-\s]?(?:{_NAMES})(?![A-Za-z0-9])|10\+3|Plus[- ]Three"
    rf"|(?:ASEAN|东盟|東盟|อาเซียน|아세안)\s?(?:[-–—・]|与|與|和)\s?(?:{_NAMES})(?![A-Za-z])|日・?ASEAN"
    rf"|(?:{_NAMES})[-–・]ASEAN"
)

# The words that may stand between the pieces of one name.
FILLERS = "|".join((
    r"the|of|on|in|its?|and its related meetings|asean(?:['’]s?)?|southeast asian nations['’]?|association of|annual",
    r"['’]s|edition|session|plenary|round|now|kini|memasuki|penyelenggaraan|edisi",
    r"combating|combatting|against|counter(?:ing)?|prevention|and combat\w*|issues?|level|meetings?|consultations?",
    r"consultative|officials?|10\+1",
    r"tentang|mengenai|terkait|soal|menangani|yang|di bidang|dalam|memberantas|memerangi|pemberantasan|untuk|pertemuan",
    r"sidang|acara|forum|kegiatan|konferensi|tingkat|menteri|kelompok kerja|mesyuarat|berhubung|bagi|kali",
    r"về|chống|phòng|phòng, chống|và|cấp|các|của|hội nghị|cuộc họp|tham vấn|hợp tác",
    r"sur|la|le|les|de|des|du|prévention|et|lutte|contre|réunion|consultative",
    r"sulla|lotta|alla|contro|il|incontro|consultivo|funzionari senior",
    r"ว่าด้วย|ด้าน|เรื่อง|อาเซียน|ระดับ|ประชุม|การ|และการประชุมที่เกี่ยวข้อง|กับ|เกี่ยวกับ",
    r"关于|關於|打击|打擊|应对|东盟|東盟|东南亚国家联盟|与|與|和|的|年度|系列|会议|會議|磋商",
    r"に関する|の|会合|対策|アセアン|아세안|관한|관련|대응|에|제",
    r"ອາຊຽນ|ວ່າດ້ວຍ|ດ້ານ|ການ|ຕ້ານ|ກອງ|ກ່ຽວກັບ|អាស៊ាន|ស្តីពី|ស្ដីពី|លើកទី",
))  # fmt: skip
_SIGNS = r"[\s()（）\[\]\"“”‘’'\-–—:/「」『』《》]*"
GAP = rf"{_SIGNS}(?:(?:(?:{FILLERS})(?![{LATIN}])|(?:d?[ld]|dell)['’]){_SIGNS})*"

# What makes of a name the office, the plan or the body itself instead of one of its meetings.
OFFICE_BEFORE = (
    r"(?:(?<!took the )(?<!in the )chair(?:man|person|woman|manship|ship)?|leaders?|heads?|members?|ketua|keketuaan"
    r"|pengerusi|pemimpin|anggota|chủ tịch|trưởng|หัวหน้า|ประธาน|议长|主席|議長|의장|reports? (?:of|from)|mekanisme"
    r"|work (?:plan|programme) of|consultations? (?:of|between)|mechanisms? of|under|tim|delegasi|delegation to)"
    r"\s?(?:\([^)]*\) ?)?(?:of |for |to |untuk |của |de la |tim )?(?:the |asean |para )*$"
)
OFFICE_AFTER = (
    r"^[\s)]*(?:leaders?\b(?! (?:di|in|meeting|resmi)\b)|work(?:ing)? (?:programme|program|plan|groups?)|work-programme"
    r"|workplan|wg\b|plan of|secretariat|(?:consultation )?workshop|mechanisms?|process|members?|framework|focal"
    r"|task force|chair\b|chairman|chairmanship|trust fund)"
)

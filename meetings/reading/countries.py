"""The states that host meetings, and the partners that are consulted, by the names that articles call them, as data.

Alternatives are parted by "|". Names of peoples and languages ("Malaysian") stand apart: they tell whose a person is,
not where a meeting is.
"""

COUNTRIES: dict[str, str] = {
    "BN": "Brunei Darussalam|Brunei|Brunei-Darussalam|文莱|汶萊|ブルネイ|브루나이|บรูไน|ບຣູໄນ|ប្រ៊ុយណេ",
    "ID": (
        "Indonesia|Republic of Indonesia|Indonésie|In-đô-nê-xi-a|印度尼西亚|印尼|印度尼西亞|インドネシア"
        "|인도네시아|อินโดนีเซีย|ອິນໂດເນເຊຍ|ឥណ្ឌូណេស៊ី"
    ),
    "KH": (
        "Cambodia|Kamboja|Kemboja|Campuchia|Cam-pu-chia|Cambodge|Cambogia|柬埔寨|カンボジア|캄보디아|กัมพูชา"
        "|ກຳປູເຈຍ|ກໍາປູເຈຍ|កម្ពុជា"
    ),
    "LA": (
        "Lao PDR|Laos|Lao People's Democratic Republic|Lao People’s Democratic Republic|Lào|老挝|寮國|老撾"
        "|ラオス|라오스|ลาว|ສປປ ລາວ|ລາວ|ឡាវ"
    ),
    "MM": "Myanmar|Mi-an-ma|Birmanie|缅甸|緬甸|ミャンマー|미얀마|เมียนมา|เมียนมาร์|พม่า|ມຽນມາ|មីយ៉ាន់ម៉ា",
    "MY": "Malaysia|Ma-lai-xi-a|Malaisie|马来西亚|馬來西亞|マレーシア|말레이시아|มาเลเซีย|ມາເລເຊຍ|ម៉ាឡេស៊ី",
    "PH": "Philippines|Filipina|Phi-líp-pin|Filippine|菲律宾|菲律賓|フィリピン|필리핀|ฟิลิปปินส์|ຟີລິບປິນ|ហ្វីលីពីន",
    "SG": "Singapore|Singapura|Xin-ga-po|Singapour|新加坡|シンガポール|싱가포르|สิงคโปร์|ສິງກະໂປ|សិង្ហបុរី",
    "TH": "Thailand|Thái Lan|Thaïlande|Thailandia|泰国|泰國|タイ|태국|ประเทศไทย|ไทย|ໄທ|ថៃ",
    "TL": "Timor-Leste|Timor Leste|东帝汶|東帝汶|東ティモール|동티모르|ติมอร์-เลสเต|ติมอร์เลสเต",
    "VN": "Viet Nam|Vietnam|Việt Nam|Viêt Nam|越南|ベトナム|베트남|เวียดนาม|ຫວຽດນາມ|វៀតណាម",
}
PEOPLES: dict[str, str] = {
    "BN": "Bruneian",
    "ID": "Indonesian|Polri|Kapolri|Kabareskrim|indonésien|indonésienne",
    "KH": "Cambodian|cambodgien|cambodgienne",
    "LA": "Lao|Laotian|laotien|laotienne",
    "MM": "Burmese",
    "MY": "Malaysian|malaisien|malaisienne",
    "PH": "Philippine|Filipino|DILG|philippin",
    "SG": "Singaporean|singapourien",
    "TH": "Thai|thaïlandais",
    "VN": "Vietnamese|vietnamien|vietnamienne",
}
# What a consultation's body is called behind "-plus-", and whom it is held with.
PARTNERS: dict[str, str] = {
    "three": (
        "Plus Three|Plus-Three|Tiga Negara Mitra|Plus Tiga|Ditambah Tiga|Cộng ba|Cộng Ba|中日韩|中日韓|日中韓"
        "|한중일|한·중·일"
        "|บวกสาม|บวก 3|ບວກ 3|ບວກສາມ|Plus trois|più tre|더하기 3"
    ),
    "china": "China|Tiongkok|Cina|Trung Quốc|Chine|中国|中國|중국|จีน|ຈີນ|ចិន",
    "japan": "Japan|Jepang|Jepun|Nhật Bản|Japon|Giappone|日本|일본|ญี่ปุ่น|ຍີ່ປຸ່ນ|ជប៉ុន",
    "rok": (
        "Republic of Korea|ROK|South Korea|Korea Selatan|Republik Korea|Korea|Korsel|Hàn Quốc"
        "|République de Corée|Corée du Sud"
        "|Corea del Sud|韩国|韓国|韓國|대한민국|한국|เกาหลีใต้|สาธารณรัฐเกาหลี|ສ ເກົາຫຼີ|កូរ៉េ"
    ),
    "us": (
        "United States of America|United States|USA|US|U.S.|Amerika Serikat|Amerika Syarikat|AS|Hoa Kỳ|Mỹ"
        "|États-Unis|美国|美國|米国|미국|สหรัฐอเมริกา|สหรัฐฯ"
    ),
    "eu": (
        "European Union|EU|Uni Eropa|Kesatuan Eropah|Liên minh châu Âu|Union européenne|欧盟|歐盟|EU|유럽연합|สหภาพยุโรป"
    ),
    "canada": "Canada|Kanada|Ca-na-đa|加拿大|カナダ|캐나다|แคนาดา",
    "nz": "New Zealand|Selandia Baru|Niu Di-lân|Nouvelle-Zélande|新西兰|ニュージーランド|뉴질랜드|นิวซีแลนด์",
}
# Towns whose names a reader meets in other scripts and spellings than those of the record, and regions that the press
# names in their place: (locality, country): names.
TOWNS: dict[tuple[str, str], str] = {
    ("Bandar Seri Begawan", "BN"): "斯里巴加湾市|斯里巴加湾|バンダルスリブガワン|반다르스리브가완|บันดาร์เสรีเบกาวัน",
    ("Jakarta", "ID"): "雅加达|ジャカルタ|자카르타|จาการ์ตา|ຈາກາຕາ",
    ("Labuan Bajo", "ID"): "Labuhan Bajo|Labuanbajo|拉布安巴焦|纳闽巴霍|ラブアンバジョ|라부안바조|ลาบวนบาโจ",
    (
        "Yogyakarta",
        "ID",
    ): "Jogjakarta|Daerah Istimewa Yogyakarta|日惹|ジョグジャカルタ|족자카르타|ยอกยาการ์ตา|ยอร์กยากาตาร์",
    ("Bali", "ID"): "巴厘岛|巴厘|峇里岛|バリ島|バリ|발리|บาหลี|ບາຫຼີ",
    ("Nusa Dua", "ID"): "努沙杜瓦|ヌサドゥア",
    ("Surabaya", "ID"): "泗水|スラバヤ|สุราบายา",
    ("Bandung", "ID"): "万隆|バンドン",
    ("Lombok", "ID"): "龙目岛",
    ("Batam", "ID"): "巴淡",
    ("Siem Reap", "KH"): "Siemreap|Siêm Riệp|Xiêm Riệp|暹粒|シェムリアップ|씨엠립|เสียมราฐ|ສຽມຣຽບ|សៀមរាប",
    ("Phnom Penh", "KH"): "Phnompenh|Phnôm Pênh|金边|プノンペン|프놈펜|พนมเปญ|ພະນົມເປັນ|ភ្នំពេញ",
    ("Sihanoukville", "KH"): "西哈努克|シアヌークビル|สีหนุวิลล์",
    ("Vientiane", "LA"): "Viêng Chăn|Viêng-chăn|万象|萬象|永珍|ビエンチャン|비엔티안|เวียงจันทน์|ວຽງຈັນ|នគរវៀងចន្ទន៍",
    ("Luang Prabang", "LA"): "Luông Pha-băng|琅勃拉邦|ルアンパバーン|หลวงพระบาง|ຫຼວງພະບາງ",
    ("Nay Pyi Taw", "MM"): ("Naypyidaw|Naypyitaw|Naypyitaw|Nây-pi-tô|内比都|ネーピードー|네피도|เนปิดอว์|เนปยีดอ|ເນປີດໍ"),
    ("Yangon", "MM"): "仰光|ヤンゴン|양곤|ย่างกุ้ง|Y-an-gun|ຢ່າງກຸ້ງ",
    ("Kuala Lumpur", "MY"): "吉隆坡|クアラルンプール|쿠알라룸푸르|กัวลาลัมเปอร์|ກົວລາລຳເປີ|គូឡាឡាំពួរ",
    ("Putrajaya", "MY"): "布城|プトラジャヤ|푸트라자야|ปุตราจายา",
    ("Langkawi", "MY"): "兰卡威|ランカウイ|ลังกาวี",
    ("Melaka", "MY"): "Malacca|马六甲|マラッカ|มะละกา",
    ("Manila", "PH"): "马尼拉|馬尼拉|マニラ|마닐라|มะนิลา|ມະນິລາ",
    ("Makati", "PH"): "马卡蒂|マカティ",
    ("Cebu", "PH"): "宿务|セブ|เซบู",
    ("Singapore", "SG"): "Singapura|Xin-ga-po|新加坡|シンガポール|싱가포르|สิงคโปร์",
    ("Bangkok", "TH"): "Băng Cốc|Băng-cốc|曼谷|バンコク|방콕|กรุงเทพมหานคร|กรุงเทพฯ|กรุงเทพ|ບາງກອກ|បាងកក",
    ("Chiang Mai", "TH"): "清迈|チェンマイ|치앙마이|เชียงใหม่",
    ("Phuket", "TH"): "普吉|プーケット|푸켓|ภูเก็ต",
    ("Pattaya", "TH"): "芭提雅|パタヤ|พัทยา",
    ("Chiang Rai", "TH"): "清莱|เชียงราย",
    ("Hua Hin", "TH"): "华欣|หัวหิน",
    ("Dili", "TL"): "帝力|ディリ",
    ("Ha Noi", "VN"): "Hà Nội|Hanoi|Ha Noi|Hanoï|河内|ハノイ|하노이|ฮานอย|ຮ່າໂນ້ຍ|ហាណូយ",
    ("Da Nang", "VN"): "Đà Nẵng|Danang|岘港|ダナン|다낭|ดานัง|ດານັງ",
    ("Ho Chi Minh City", "VN"): "Thành phố Hồ Chí Minh|TP Hồ Chí Minh|TP.HCM|胡志明市|ホーチミン|호찌민|โฮจิมินห์",
    ("Hue", "VN"): "Huế|顺化|フエ",
    ("Nha Trang", "VN"): "芽庄|ニャチャン",
    ("Quang Ninh", "VN"): "Quảng Ninh|广宁",
}

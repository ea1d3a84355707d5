// Large airports outside the United States: code|name|city|country|latitude|longitude|time zone. Plain facts, to
// about a hundredth of a degree; the largest of a city first.
export const worldAirports = `
KEF|Keflavik|Reykjavik|Iceland|63.99|-22.61|Atlantic/Reykjavik
DUB|Dublin|Dublin|Ireland|53.42|-6.27|Europe/Dublin
LHR|London Heathrow|London|United Kingdom|51.47|-0.45|Europe/London
LGW|London Gatwick|London|United Kingdom|51.15|-0.18|Europe/London
STN|London Stansted|London|United Kingdom|51.89|0.24|Europe/London
LTN|London Luton|London|United Kingdom|51.87|-0.37|Europe/London
LCY|London City|London|United Kingdom|51.51|0.06|Europe/London
MAN|Manchester|Manchester|United Kingdom|53.36|-2.27|Europe/London
BHX|Birmingham|Birmingham|United Kingdom|52.45|-1.75|Europe/London
BRS|Bristol|Bristol|United Kingdom|51.38|-2.72|Europe/London
EDI|Edinburgh|Edinburgh|United Kingdom|55.95|-3.37|Europe/London
GLA|Glasgow|Glasgow|United Kingdom|55.87|-4.43|Europe/London
BFS|Belfast International|Belfast|United Kingdom|54.66|-6.22|Europe/London
LIS|Lisbon Humberto Delgado|Lisbon|Portugal|38.77|-9.13|Europe/Lisbon
OPO|Porto Francisco Sá Carneiro|Porto|Portugal|41.25|-8.68|Europe/Lisbon
FAO|Faro|Faro|Portugal|37.01|-7.97|Europe/Lisbon
MAD|Madrid-Barajas|Madrid|Spain|40.47|-3.56|Europe/Madrid
BCN|Barcelona-El Prat|Barcelona|Spain|41.30|2.08|Europe/Madrid
AGP|Málaga|Malaga|Spain|36.67|-4.50|Europe/Madrid
PMI|Palma de Mallorca|Palma|Spain|39.55|2.74|Europe/Madrid
VLC|Valencia|Valencia|Spain|39.49|-0.48|Europe/Madrid
SVQ|Seville|Seville|Spain|37.42|-5.90|Europe/Madrid
CDG|Paris Charles de Gaulle|Paris|France|49.01|2.55|Europe/Paris
ORY|Paris Orly|Paris|France|48.73|2.36|Europe/Paris
NCE|Nice Côte d'Azur|Nice|France|43.66|7.22|Europe/Paris
LYS|Lyon-Saint Exupéry|Lyon|France|45.73|5.08|Europe/Paris
MRS|Marseille Provence|Marseille|France|43.44|5.21|Europe/Paris
TLS|Toulouse-Blagnac|Toulouse|France|43.63|1.37|Europe/Paris
BOD|Bordeaux-Mérignac|Bordeaux|France|44.83|-0.72|Europe/Paris
BRU|Brussels|Brussels|Belgium|50.90|4.48|Europe/Brussels
LUX|Luxembourg Findel|Luxembourg|Luxembourg|49.63|6.21|Europe/Luxembourg
AMS|Amsterdam Schiphol|Amsterdam|Netherlands|52.31|4.76|Europe/Amsterdam
FRA|Frankfurt|Frankfurt|Germany|50.03|8.56|Europe/Berlin
MUC|Munich|Munich|Germany|48.35|11.79|Europe/Berlin
BER|Berlin Brandenburg|Berlin|Germany|52.36|13.50|Europe/Berlin
HAM|Hamburg|Hamburg|Germany|53.63|9.99|Europe/Berlin
DUS|Düsseldorf|Düsseldorf|Germany|51.29|6.77|Europe/Berlin
CGN|Cologne Bonn|Cologne|Germany|50.87|7.14|Europe/Berlin
STR|Stuttgart|Stuttgart|Germany|48.69|9.22|Europe/Berlin
HAJ|Hanover|Hanover|Germany|52.46|9.69|Europe/Berlin
ZRH|Zurich|Zurich|Switzerland|47.46|8.55|Europe/Zurich
GVA|Geneva|Geneva|Switzerland|46.24|6.11|Europe/Zurich
BSL|EuroAirport Basel Mulhouse|Basel|Switzerland|47.59|7.53|Europe/Zurich
VIE|Vienna|Vienna|Austria|48.11|16.57|Europe/Vienna
FCO|Rome Fiumicino|Rome|Italy|41.80|12.24|Europe/Rome
MXP|Milan Malpensa|Milan|Italy|45.63|8.72|Europe/Rome
LIN|Milan Linate|Milan|Italy|45.45|9.28|Europe/Rome
VCE|Venice Marco Polo|Venice|Italy|45.51|12.35|Europe/Rome
NAP|Naples|Naples|Italy|40.89|14.29|Europe/Rome
BLQ|Bologna|Bologna|Italy|44.53|11.29|Europe/Rome
MLA|Malta|Valletta|Malta|35.86|14.48|Europe/Malta
CPH|Copenhagen|Copenhagen|Denmark|55.62|12.66|Europe/Copenhagen
OSL|Oslo Gardermoen|Oslo|Norway|60.19|11.10|Europe/Oslo
BGO|Bergen|Bergen|Norway|60.29|5.22|Europe/Oslo
ARN|Stockholm Arlanda|Stockholm|Sweden|59.65|17.92|Europe/Stockholm
GOT|Gothenburg Landvetter|Gothenburg|Sweden|57.66|12.28|Europe/Stockholm
HEL|Helsinki-Vantaa|Helsinki|Finland|60.32|24.96|Europe/Helsinki
TLL|Tallinn|Tallinn|Estonia|59.41|24.83|Europe/Tallinn
RIX|Riga|Riga|Latvia|56.92|23.97|Europe/Riga
VNO|Vilnius|Vilnius|Lithuania|54.63|25.29|Europe/Vilnius
WAW|Warsaw Chopin|Warsaw|Poland|52.17|20.97|Europe/Warsaw
KRK|Krakow|Krakow|Poland|50.08|19.78|Europe/Warsaw
GDN|Gdansk|Gdansk|Poland|54.38|18.47|Europe/Warsaw
PRG|Prague Václav Havel|Prague|Czechia|50.10|14.26|Europe/Prague
BUD|Budapest Ferenc Liszt|Budapest|Hungary|47.44|19.26|Europe/Budapest
LJU|Ljubljana|Ljubljana|Slovenia|46.22|14.46|Europe/Ljubljana
ZAG|Zagreb|Zagreb|Croatia|45.74|16.07|Europe/Zagreb
BEG|Belgrade Nikola Tesla|Belgrade|Serbia|44.82|20.31|Europe/Belgrade
SOF|Sofia|Sofia|Bulgaria|42.70|23.41|Europe/Sofia
OTP|Bucharest Henri Coandă|Bucharest|Romania|44.57|26.08|Europe/Bucharest
KBP|Kyiv Boryspil|Kyiv|Ukraine|50.34|30.89|Europe/Kyiv
ATH|Athens|Athens|Greece|37.94|23.94|Europe/Athens
SKG|Thessaloniki|Thessaloniki|Greece|40.52|22.97|Europe/Athens
LCA|Larnaca|Larnaca|Cyprus|34.88|33.62|Asia/Nicosia
IST|Istanbul|Istanbul|Turkey|41.26|28.74|Europe/Istanbul
SAW|Istanbul Sabiha Gökçen|Istanbul|Turkey|40.90|29.31|Europe/Istanbul
AYT|Antalya|Antalya|Turkey|36.90|30.80|Europe/Istanbul
ESB|Ankara Esenboğa|Ankara|Turkey|40.13|32.99|Europe/Istanbul
SVO|Moscow Sheremetyevo|Moscow|Russia|55.97|37.41|Europe/Moscow
LED|Saint Petersburg Pulkovo|Saint Petersburg|Russia|59.80|30.26|Europe/Moscow
TBS|Tbilisi|Tbilisi|Georgia|41.67|44.95|Asia/Tbilisi
EVN|Yerevan Zvartnots|Yerevan|Armenia|40.15|44.40|Asia/Yerevan
GYD|Baku Heydar Aliyev|Baku|Azerbaijan|40.47|50.05|Asia/Baku
TLV|Tel Aviv Ben Gurion|Tel Aviv|Israel|32.01|34.89|Asia/Jerusalem
BEY|Beirut|Beirut|Lebanon|33.82|35.49|Asia/Beirut
AMM|Amman Queen Alia|Amman|Jordan|31.72|35.99|Asia/Amman
IKA|Tehran Imam Khomeini|Tehran|Iran|35.42|51.15|Asia/Tehran
RUH|Riyadh King Khalid|Riyadh|Saudi Arabia|24.96|46.70|Asia/Riyadh
JED|Jeddah King Abdulaziz|Jeddah|Saudi Arabia|21.68|39.16|Asia/Riyadh
KWI|Kuwait|Kuwait City|Kuwait|29.23|47.97|Asia/Kuwait
BAH|Bahrain|Manama|Bahrain|26.27|50.63|Asia/Bahrain
DOH|Doha Hamad|Doha|Qatar|25.27|51.61|Asia/Qatar
DXB|Dubai|Dubai|United Arab Emirates|25.25|55.36|Asia/Dubai
AUH|Abu Dhabi Zayed|Abu Dhabi|United Arab Emirates|24.43|54.65|Asia/Dubai
MCT|Muscat|Muscat|Oman|23.59|58.28|Asia/Muscat
CAI|Cairo|Cairo|Egypt|30.12|31.41|Africa/Cairo
TUN|Tunis-Carthage|Tunis|Tunisia|36.85|10.23|Africa/Tunis
ALG|Algiers Houari Boumediene|Algiers|Algeria|36.69|3.22|Africa/Algiers
CMN|Casablanca Mohammed V|Casablanca|Morocco|33.37|-7.59|Africa/Casablanca
RAK|Marrakesh Menara|Marrakesh|Morocco|31.61|-8.04|Africa/Casablanca
DSS|Dakar Blaise Diagne|Dakar|Senegal|14.67|-17.07|Africa/Dakar
ACC|Accra Kotoka|Accra|Ghana|5.61|-0.17|Africa/Accra
ABJ|Abidjan|Abidjan|Ivory Coast|5.26|-3.93|Africa/Abidjan
LOS|Lagos Murtala Muhammed|Lagos|Nigeria|6.58|3.32|Africa/Lagos
ABV|Abuja Nnamdi Azikiwe|Abuja|Nigeria|9.01|7.26|Africa/Lagos
ADD|Addis Ababa Bole|Addis Ababa|Ethiopia|8.98|38.80|Africa/Addis_Ababa
NBO|Nairobi Jomo Kenyatta|Nairobi|Kenya|-1.32|36.93|Africa/Nairobi
EBB|Entebbe|Kampala|Uganda|0.04|32.44|Africa/Kampala
KGL|Kigali|Kigali|Rwanda|-1.97|30.14|Africa/Kigali
DAR|Dar es Salaam Julius Nyerere|Dar es Salaam|Tanzania|-6.88|39.20|Africa/Dar_es_Salaam
LUN|Lusaka Kenneth Kaunda|Lusaka|Zambia|-15.33|28.45|Africa/Lusaka
HRE|Harare|Harare|Zimbabwe|-17.93|31.09|Africa/Harare
JNB|Johannesburg O.R. Tambo|Johannesburg|South Africa|-26.14|28.25|Africa/Johannesburg
CPT|Cape Town|Cape Town|South Africa|-33.97|18.60|Africa/Johannesburg
DUR|Durban King Shaka|Durban|South Africa|-29.61|31.12|Africa/Johannesburg
MRU|Mauritius|Port Louis|Mauritius|-20.43|57.68|Indian/Mauritius
TAS|Tashkent|Tashkent|Uzbekistan|41.26|69.28|Asia/Tashkent
ALA|Almaty|Almaty|Kazakhstan|43.35|77.04|Asia/Almaty
NQZ|Astana Nursultan Nazarbayev|Astana|Kazakhstan|51.02|71.47|Asia/Almaty
KHI|Karachi Jinnah|Karachi|Pakistan|24.91|67.16|Asia/Karachi
LHE|Lahore Allama Iqbal|Lahore|Pakistan|31.52|74.40|Asia/Karachi
ISB|Islamabad|Islamabad|Pakistan|33.55|72.83|Asia/Karachi
DEL|Delhi Indira Gandhi|New Delhi|India|28.57|77.10|Asia/Kolkata
BOM|Mumbai Chhatrapati Shivaji|Mumbai|India|19.09|72.87|Asia/Kolkata
BLR|Bengaluru Kempegowda|Bengaluru|India|13.20|77.71|Asia/Kolkata
MAA|Chennai|Chennai|India|12.99|80.17|Asia/Kolkata
HYD|Hyderabad Rajiv Gandhi|Hyderabad|India|17.24|78.43|Asia/Kolkata
CCU|Kolkata Netaji Subhas Chandra Bose|Kolkata|India|22.65|88.45|Asia/Kolkata
KTM|Kathmandu Tribhuvan|Kathmandu|Nepal|27.70|85.36|Asia/Kathmandu
DAC|Dhaka Hazrat Shahjalal|Dhaka|Bangladesh|23.84|90.40|Asia/Dhaka
CMB|Colombo Bandaranaike|Colombo|Sri Lanka|7.18|79.88|Asia/Colombo
MLE|Malé Velana|Malé|Maldives|4.19|73.53|Indian/Maldives
RGN|Yangon|Yangon|Myanmar|16.91|96.13|Asia/Yangon
BKK|Bangkok Suvarnabhumi|Bangkok|Thailand|13.69|100.75|Asia/Bangkok
DMK|Bangkok Don Mueang|Bangkok|Thailand|13.91|100.61|Asia/Bangkok
HKT|Phuket|Phuket|Thailand|8.11|98.31|Asia/Bangkok
CNX|Chiang Mai|Chiang Mai|Thailand|18.77|98.96|Asia/Bangkok
HAN|Hanoi Noi Bai|Hanoi|Vietnam|21.22|105.81|Asia/Ho_Chi_Minh
SGN|Ho Chi Minh City Tan Son Nhat|Ho Chi Minh City|Vietnam|10.82|106.65|Asia/Ho_Chi_Minh
PNH|Phnom Penh|Phnom Penh|Cambodia|11.55|104.84|Asia/Phnom_Penh
KUL|Kuala Lumpur|Kuala Lumpur|Malaysia|2.75|101.71|Asia/Kuala_Lumpur
SIN|Singapore Changi|Singapore|Singapore|1.36|103.99|Asia/Singapore
CGK|Jakarta Soekarno-Hatta|Jakarta|Indonesia|-6.13|106.66|Asia/Jakarta
DPS|Bali Ngurah Rai|Denpasar|Indonesia|-8.75|115.17|Asia/Makassar
MNL|Manila Ninoy Aquino|Manila|Philippines|14.51|121.02|Asia/Manila
CEB|Mactan-Cebu|Cebu|Philippines|10.31|123.98|Asia/Manila
PEK|Beijing Capital|Beijing|China|40.08|116.58|Asia/Shanghai
PKX|Beijing Daxing|Beijing|China|39.51|116.41|Asia/Shanghai
PVG|Shanghai Pudong|Shanghai|China|31.14|121.81|Asia/Shanghai
SHA|Shanghai Hongqiao|Shanghai|China|31.20|121.34|Asia/Shanghai
CAN|Guangzhou Baiyun|Guangzhou|China|23.39|113.30|Asia/Shanghai
SZX|Shenzhen Bao'an|Shenzhen|China|22.64|113.81|Asia/Shanghai
CTU|Chengdu Shuangliu|Chengdu|China|30.58|103.95|Asia/Shanghai
HKG|Hong Kong|Hong Kong|China|22.31|113.92|Asia/Hong_Kong
TPE|Taiwan Taoyuan|Taipei|Taiwan|25.08|121.23|Asia/Taipei
ICN|Seoul Incheon|Seoul|South Korea|37.46|126.44|Asia/Seoul
GMP|Seoul Gimpo|Seoul|South Korea|37.56|126.79|Asia/Seoul
PUS|Busan Gimhae|Busan|South Korea|35.18|128.94|Asia/Seoul
HND|Tokyo Haneda|Tokyo|Japan|35.55|139.78|Asia/Tokyo
NRT|Tokyo Narita|Tokyo|Japan|35.77|140.39|Asia/Tokyo
KIX|Osaka Kansai|Osaka|Japan|34.43|135.23|Asia/Tokyo
ITM|Osaka Itami|Osaka|Japan|34.79|135.44|Asia/Tokyo
NGO|Nagoya Chubu Centrair|Nagoya|Japan|34.86|136.81|Asia/Tokyo
CTS|Sapporo New Chitose|Sapporo|Japan|42.78|141.69|Asia/Tokyo
FUK|Fukuoka|Fukuoka|Japan|33.59|130.45|Asia/Tokyo
OKA|Okinawa Naha|Naha|Japan|26.20|127.65|Asia/Tokyo
SYD|Sydney Kingsford Smith|Sydney|Australia|-33.95|151.18|Australia/Sydney
MEL|Melbourne Tullamarine|Melbourne|Australia|-37.67|144.84|Australia/Melbourne
BNE|Brisbane|Brisbane|Australia|-27.38|153.12|Australia/Brisbane
PER|Perth|Perth|Australia|-31.94|115.97|Australia/Perth
ADL|Adelaide|Adelaide|Australia|-34.95|138.53|Australia/Adelaide
CBR|Canberra|Canberra|Australia|-35.31|149.19|Australia/Sydney
AKL|Auckland|Auckland|New Zealand|-37.01|174.79|Pacific/Auckland
WLG|Wellington|Wellington|New Zealand|-41.33|174.81|Pacific/Auckland
CHC|Christchurch|Christchurch|New Zealand|-43.49|172.53|Pacific/Auckland
NAN|Nadi|Nadi|Fiji|-17.76|177.44|Pacific/Fiji
PPT|Tahiti Faa'a|Papeete|French Polynesia|-17.55|-149.61|Pacific/Tahiti
YYZ|Toronto Pearson|Toronto|Canada|43.68|-79.63|America/Toronto
YTZ|Toronto Billy Bishop|Toronto|Canada|43.63|-79.40|America/Toronto
YUL|Montreal Trudeau|Montreal|Canada|45.47|-73.74|America/Toronto
YOW|Ottawa Macdonald-Cartier|Ottawa|Canada|45.32|-75.67|America/Toronto
YQB|Quebec City Jean Lesage|Quebec City|Canada|46.79|-71.39|America/Toronto
YHZ|Halifax Stanfield|Halifax|Canada|44.88|-63.51|America/Halifax
YWG|Winnipeg Richardson|Winnipeg|Canada|49.91|-97.24|America/Winnipeg
YYC|Calgary|Calgary|Canada|51.12|-114.01|America/Edmonton
YEG|Edmonton|Edmonton|Canada|53.31|-113.58|America/Edmonton
YVR|Vancouver|Vancouver|Canada|49.19|-123.18|America/Vancouver
YYJ|Victoria|Victoria|Canada|48.65|-123.43|America/Vancouver
MEX|Mexico City Benito Juárez|Mexico City|Mexico|19.44|-99.07|America/Mexico_City
GDL|Guadalajara|Guadalajara|Mexico|20.52|-103.31|America/Mexico_City
MTY|Monterrey|Monterrey|Mexico|25.78|-100.11|America/Monterrey
CUN|Cancun|Cancun|Mexico|21.04|-86.87|America/Cancun
TIJ|Tijuana|Tijuana|Mexico|32.54|-116.97|America/Tijuana
GUA|Guatemala La Aurora|Guatemala City|Guatemala|14.58|-90.53|America/Guatemala
SJO|San José Juan Santamaría|San José|Costa Rica|9.99|-84.21|America/Costa_Rica
PTY|Panama Tocumen|Panama City|Panama|9.07|-79.38|America/Panama
HAV|Havana José Martí|Havana|Cuba|22.99|-82.41|America/Havana
KIN|Kingston Norman Manley|Kingston|Jamaica|17.94|-76.79|America/Jamaica
PUJ|Punta Cana|Punta Cana|Dominican Republic|18.57|-68.36|America/Santo_Domingo
SDQ|Santo Domingo Las Américas|Santo Domingo|Dominican Republic|18.43|-69.67|America/Santo_Domingo
NAS|Nassau Lynden Pindling|Nassau|Bahamas|25.04|-77.47|America/Nassau
BOG|Bogotá El Dorado|Bogotá|Colombia|4.70|-74.15|America/Bogota
MDE|Medellín José María Córdova|Medellín|Colombia|6.17|-75.42|America/Bogota
CCS|Caracas Simón Bolívar|Caracas|Venezuela|10.60|-66.99|America/Caracas
UIO|Quito Mariscal Sucre|Quito|Ecuador|-0.13|-78.36|America/Guayaquil
GYE|Guayaquil José Joaquín de Olmedo|Guayaquil|Ecuador|-2.16|-79.88|America/Guayaquil
LIM|Lima Jorge Chávez|Lima|Peru|-12.02|-77.11|America/Lima
CUZ|Cusco Alejandro Velasco Astete|Cusco|Peru|-13.54|-71.94|America/Lima
SCL|Santiago Arturo Merino Benítez|Santiago|Chile|-33.39|-70.79|America/Santiago
MVD|Montevideo Carrasco|Montevideo|Uruguay|-34.84|-56.03|America/Montevideo
EZE|Buenos Aires Ezeiza|Buenos Aires|Argentina|-34.82|-58.54|America/Argentina/Buenos_Aires
AEP|Buenos Aires Aeroparque|Buenos Aires|Argentina|-34.56|-58.42|America/Argentina/Buenos_Aires
COR|Córdoba|Córdoba|Argentina|-31.32|-64.21|America/Argentina/Cordoba
GRU|São Paulo Guarulhos|São Paulo|Brazil|-23.43|-46.47|America/Sao_Paulo
CGH|São Paulo Congonhas|São Paulo|Brazil|-23.63|-46.66|America/Sao_Paulo
GIG|Rio de Janeiro Galeão|Rio de Janeiro|Brazil|-22.81|-43.25|America/Sao_Paulo
SDU|Rio de Janeiro Santos Dumont|Rio de Janeiro|Brazil|-22.91|-43.16|America/Sao_Paulo
BSB|Brasília|Brasília|Brazil|-15.87|-47.92|America/Sao_Paulo
SSA|Salvador|Salvador|Brazil|-12.91|-38.33|America/Bahia
REC|Recife|Recife|Brazil|-8.13|-34.92|America/Recife
FOR|Fortaleza|Fortaleza|Brazil|-3.78|-38.53|America/Fortaleza
POA|Porto Alegre|Porto Alegre|Brazil|-29.99|-51.17|America/Sao_Paulo
`;

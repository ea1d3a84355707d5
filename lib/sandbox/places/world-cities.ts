// Capitals and large cities outside the United States: name|country|latitude|longitude|time zone[|metres above sea].
// Plain geographic facts, to about a hundredth of a degree.
export const worldCities = `
Reykjavik|Iceland|64.15|-21.94|Atlantic/Reykjavik
Dublin|Ireland|53.35|-6.26|Europe/Dublin
Cork|Ireland|51.90|-8.47|Europe/Dublin
London|United Kingdom|51.51|-0.13|Europe/London
Manchester|United Kingdom|53.48|-2.24|Europe/London
Birmingham|United Kingdom|52.48|-1.90|Europe/London
Liverpool|United Kingdom|53.41|-2.98|Europe/London
Leeds|United Kingdom|53.80|-1.55|Europe/London
Bristol|United Kingdom|51.45|-2.59|Europe/London
Cambridge|United Kingdom|52.21|0.12|Europe/London
Oxford|United Kingdom|51.75|-1.26|Europe/London
Edinburgh|United Kingdom|55.95|-3.19|Europe/London
Glasgow|United Kingdom|55.86|-4.25|Europe/London
Cardiff|United Kingdom|51.48|-3.18|Europe/London
Belfast|United Kingdom|54.60|-5.93|Europe/London
Lisbon|Portugal|38.72|-9.14|Europe/Lisbon
Porto|Portugal|41.15|-8.61|Europe/Lisbon
Madrid|Spain|40.42|-3.70|Europe/Madrid|650
Barcelona|Spain|41.39|2.17|Europe/Madrid
Valencia|Spain|39.47|-0.38|Europe/Madrid
Seville|Spain|37.39|-5.98|Europe/Madrid
Bilbao|Spain|43.26|-2.93|Europe/Madrid
Malaga|Spain|36.72|-4.42|Europe/Madrid
Paris|France|48.86|2.35|Europe/Paris
Lyon|France|45.76|4.84|Europe/Paris
Marseille|France|43.30|5.37|Europe/Paris
Nice|France|43.70|7.27|Europe/Paris
Toulouse|France|43.60|1.44|Europe/Paris
Bordeaux|France|44.84|-0.58|Europe/Paris
Lille|France|50.63|3.06|Europe/Paris
Strasbourg|France|48.57|7.75|Europe/Paris
Nantes|France|47.22|-1.55|Europe/Paris
Brussels|Belgium|50.85|4.35|Europe/Brussels
Antwerp|Belgium|51.22|4.40|Europe/Brussels
Luxembourg|Luxembourg|49.61|6.13|Europe/Luxembourg
Amsterdam|Netherlands|52.37|4.90|Europe/Amsterdam
Rotterdam|Netherlands|51.92|4.48|Europe/Amsterdam
Utrecht|Netherlands|52.09|5.12|Europe/Amsterdam
Eindhoven|Netherlands|51.44|5.47|Europe/Amsterdam
Berlin|Germany|52.52|13.41|Europe/Berlin
Hamburg|Germany|53.55|9.99|Europe/Berlin
Munich|Germany|48.14|11.58|Europe/Berlin|520
Cologne|Germany|50.94|6.96|Europe/Berlin
Frankfurt|Germany|50.11|8.68|Europe/Berlin
Stuttgart|Germany|48.78|9.18|Europe/Berlin
Düsseldorf|Germany|51.23|6.77|Europe/Berlin
Leipzig|Germany|51.34|12.37|Europe/Berlin
Dresden|Germany|51.05|13.74|Europe/Berlin
Hanover|Germany|52.38|9.73|Europe/Berlin
Nuremberg|Germany|49.45|11.08|Europe/Berlin
Bremen|Germany|53.08|8.80|Europe/Berlin
Zurich|Switzerland|47.38|8.54|Europe/Zurich|410
Geneva|Switzerland|46.20|6.14|Europe/Zurich|375
Basel|Switzerland|47.56|7.59|Europe/Zurich
Bern|Switzerland|46.95|7.45|Europe/Zurich|540
Vienna|Austria|48.21|16.37|Europe/Vienna
Salzburg|Austria|47.80|13.04|Europe/Vienna|425
Graz|Austria|47.07|15.44|Europe/Vienna
Rome|Italy|41.90|12.50|Europe/Rome
Milan|Italy|45.46|9.19|Europe/Rome
Naples|Italy|40.85|14.27|Europe/Rome
Turin|Italy|45.07|7.69|Europe/Rome
Florence|Italy|43.77|11.26|Europe/Rome
Venice|Italy|45.44|12.32|Europe/Rome
Bologna|Italy|44.49|11.34|Europe/Rome
Palermo|Italy|38.12|13.36|Europe/Rome
Valletta|Malta|35.90|14.51|Europe/Malta
Copenhagen|Denmark|55.68|12.57|Europe/Copenhagen
Aarhus|Denmark|56.16|10.20|Europe/Copenhagen
Oslo|Norway|59.91|10.75|Europe/Oslo
Bergen|Norway|60.39|5.32|Europe/Oslo
Trondheim|Norway|63.43|10.40|Europe/Oslo
Tromsø|Norway|69.65|18.96|Europe/Oslo
Stockholm|Sweden|59.33|18.07|Europe/Stockholm
Gothenburg|Sweden|57.71|11.97|Europe/Stockholm
Malmö|Sweden|55.60|13.00|Europe/Stockholm
Helsinki|Finland|60.17|24.94|Europe/Helsinki
Tampere|Finland|61.50|23.76|Europe/Helsinki
Tallinn|Estonia|59.44|24.75|Europe/Tallinn
Riga|Latvia|56.95|24.11|Europe/Riga
Vilnius|Lithuania|54.69|25.28|Europe/Vilnius
Warsaw|Poland|52.23|21.01|Europe/Warsaw
Krakow|Poland|50.06|19.94|Europe/Warsaw
Gdansk|Poland|54.35|18.65|Europe/Warsaw
Wroclaw|Poland|51.11|17.04|Europe/Warsaw
Poznan|Poland|52.41|16.93|Europe/Warsaw
Prague|Czechia|50.08|14.44|Europe/Prague
Brno|Czechia|49.20|16.61|Europe/Prague
Bratislava|Slovakia|48.15|17.11|Europe/Bratislava
Budapest|Hungary|47.50|19.04|Europe/Budapest
Ljubljana|Slovenia|46.06|14.51|Europe/Ljubljana
Zagreb|Croatia|45.82|15.98|Europe/Zagreb
Split|Croatia|43.51|16.44|Europe/Zagreb
Sarajevo|Bosnia and Herzegovina|43.86|18.41|Europe/Sarajevo|520
Belgrade|Serbia|44.79|20.45|Europe/Belgrade
Podgorica|Montenegro|42.44|19.26|Europe/Podgorica
Skopje|North Macedonia|42.00|21.43|Europe/Skopje
Tirana|Albania|41.33|19.82|Europe/Tirane
Sofia|Bulgaria|42.70|23.32|Europe/Sofia|550
Bucharest|Romania|44.43|26.10|Europe/Bucharest
Cluj-Napoca|Romania|46.77|23.60|Europe/Bucharest
Chisinau|Moldova|47.01|28.86|Europe/Chisinau
Kyiv|Ukraine|50.45|30.52|Europe/Kyiv
Lviv|Ukraine|49.84|24.03|Europe/Kyiv
Odesa|Ukraine|46.48|30.73|Europe/Kyiv
Minsk|Belarus|53.90|27.57|Europe/Minsk
Moscow|Russia|55.76|37.62|Europe/Moscow
Saint Petersburg|Russia|59.94|30.31|Europe/Moscow
Novosibirsk|Russia|55.03|82.92|Asia/Novosibirsk
Vladivostok|Russia|43.12|131.89|Asia/Vladivostok
Athens|Greece|37.98|23.73|Europe/Athens
Thessaloniki|Greece|40.64|22.94|Europe/Athens
Nicosia|Cyprus|35.19|33.38|Asia/Nicosia
Istanbul|Turkey|41.01|28.98|Europe/Istanbul
Ankara|Turkey|39.93|32.86|Europe/Istanbul|890
Izmir|Turkey|38.42|27.14|Europe/Istanbul
Antalya|Turkey|36.90|30.70|Europe/Istanbul
Tbilisi|Georgia|41.72|44.79|Asia/Tbilisi
Yerevan|Armenia|40.18|44.51|Asia/Yerevan|990
Baku|Azerbaijan|40.41|49.87|Asia/Baku
Jerusalem|Israel|31.77|35.22|Asia/Jerusalem|750
Tel Aviv|Israel|32.09|34.78|Asia/Jerusalem
Beirut|Lebanon|33.89|35.50|Asia/Beirut
Amman|Jordan|31.96|35.95|Asia/Amman|780
Damascus|Syria|33.51|36.29|Asia/Damascus|680
Baghdad|Iraq|33.31|44.36|Asia/Baghdad
Tehran|Iran|35.69|51.39|Asia/Tehran|1200
Riyadh|Saudi Arabia|24.71|46.68|Asia/Riyadh|610
Jeddah|Saudi Arabia|21.49|39.19|Asia/Riyadh
Kuwait City|Kuwait|29.38|47.99|Asia/Kuwait
Manama|Bahrain|26.23|50.58|Asia/Bahrain
Doha|Qatar|25.29|51.53|Asia/Qatar
Dubai|United Arab Emirates|25.20|55.27|Asia/Dubai
Abu Dhabi|United Arab Emirates|24.45|54.38|Asia/Dubai
Muscat|Oman|23.59|58.41|Asia/Muscat
Cairo|Egypt|30.04|31.24|Africa/Cairo
Alexandria|Egypt|31.20|29.92|Africa/Cairo
Tripoli|Libya|32.89|13.19|Africa/Tripoli
Tunis|Tunisia|36.81|10.18|Africa/Tunis
Algiers|Algeria|36.75|3.06|Africa/Algiers
Rabat|Morocco|34.02|-6.84|Africa/Casablanca
Casablanca|Morocco|33.57|-7.59|Africa/Casablanca
Marrakesh|Morocco|31.63|-7.99|Africa/Casablanca|465
Dakar|Senegal|14.69|-17.45|Africa/Dakar
Accra|Ghana|5.60|-0.19|Africa/Accra
Abidjan|Ivory Coast|5.35|-4.01|Africa/Abidjan
Lagos|Nigeria|6.52|3.38|Africa/Lagos
Abuja|Nigeria|9.06|7.49|Africa/Lagos|360
Douala|Cameroon|4.05|9.70|Africa/Douala
Kinshasa|Democratic Republic of the Congo|-4.33|15.31|Africa/Kinshasa
Luanda|Angola|-8.84|13.23|Africa/Luanda
Khartoum|Sudan|15.50|32.56|Africa/Khartoum
Addis Ababa|Ethiopia|9.03|38.74|Africa/Addis_Ababa|2355
Nairobi|Kenya|-1.29|36.82|Africa/Nairobi|1795
Mombasa|Kenya|-4.04|39.67|Africa/Nairobi
Kampala|Uganda|0.35|32.58|Africa/Kampala|1190
Kigali|Rwanda|-1.94|30.06|Africa/Kigali|1570
Dar es Salaam|Tanzania|-6.79|39.21|Africa/Dar_es_Salaam
Lusaka|Zambia|-15.39|28.32|Africa/Lusaka|1280
Harare|Zimbabwe|-17.83|31.05|Africa/Harare|1490
Gaborone|Botswana|-24.65|25.91|Africa/Gaborone|1010
Windhoek|Namibia|-22.56|17.08|Africa/Windhoek|1650
Maputo|Mozambique|-25.97|32.57|Africa/Maputo
Johannesburg|South Africa|-26.20|28.05|Africa/Johannesburg|1750
Pretoria|South Africa|-25.75|28.19|Africa/Johannesburg|1340
Cape Town|South Africa|-33.92|18.42|Africa/Johannesburg
Durban|South Africa|-29.86|31.02|Africa/Johannesburg
Antananarivo|Madagascar|-18.88|47.51|Indian/Antananarivo|1280
Port Louis|Mauritius|-20.16|57.50|Indian/Mauritius
Kabul|Afghanistan|34.56|69.21|Asia/Kabul|1790
Tashkent|Uzbekistan|41.30|69.24|Asia/Tashkent|455
Almaty|Kazakhstan|43.24|76.89|Asia/Almaty|785
Astana|Kazakhstan|51.17|71.43|Asia/Almaty
Karachi|Pakistan|24.86|67.00|Asia/Karachi
Lahore|Pakistan|31.55|74.34|Asia/Karachi
Islamabad|Pakistan|33.68|73.05|Asia/Karachi|540
New Delhi|India|28.61|77.21|Asia/Kolkata
Mumbai|India|19.08|72.88|Asia/Kolkata
Bengaluru|India|12.97|77.59|Asia/Kolkata|920
Chennai|India|13.08|80.27|Asia/Kolkata
Hyderabad|India|17.39|78.49|Asia/Kolkata|540
Kolkata|India|22.57|88.36|Asia/Kolkata
Pune|India|18.52|73.86|Asia/Kolkata|560
Ahmedabad|India|23.02|72.57|Asia/Kolkata
Kathmandu|Nepal|27.72|85.32|Asia/Kathmandu|1400
Dhaka|Bangladesh|23.81|90.41|Asia/Dhaka
Colombo|Sri Lanka|6.93|79.85|Asia/Colombo
Malé|Maldives|4.18|73.51|Indian/Maldives
Yangon|Myanmar|16.84|96.17|Asia/Yangon
Bangkok|Thailand|13.76|100.50|Asia/Bangkok
Chiang Mai|Thailand|18.79|98.99|Asia/Bangkok
Phuket|Thailand|7.88|98.39|Asia/Bangkok
Vientiane|Laos|17.97|102.63|Asia/Vientiane
Phnom Penh|Cambodia|11.56|104.92|Asia/Phnom_Penh
Hanoi|Vietnam|21.03|105.85|Asia/Ho_Chi_Minh
Ho Chi Minh City|Vietnam|10.82|106.63|Asia/Ho_Chi_Minh
Kuala Lumpur|Malaysia|3.14|101.69|Asia/Kuala_Lumpur
Singapore|Singapore|1.35|103.82|Asia/Singapore
Jakarta|Indonesia|-6.21|106.85|Asia/Jakarta
Denpasar|Indonesia|-8.65|115.22|Asia/Makassar
Manila|Philippines|14.60|120.98|Asia/Manila
Cebu|Philippines|10.32|123.89|Asia/Manila
Beijing|China|39.90|116.41|Asia/Shanghai
Shanghai|China|31.23|121.47|Asia/Shanghai
Guangzhou|China|23.13|113.26|Asia/Shanghai
Shenzhen|China|22.54|114.06|Asia/Shanghai
Chengdu|China|30.57|104.07|Asia/Shanghai|500
Wuhan|China|30.59|114.31|Asia/Shanghai
Xi'an|China|34.34|108.94|Asia/Shanghai|400
Hangzhou|China|30.27|120.16|Asia/Shanghai
Hong Kong|China|22.32|114.17|Asia/Hong_Kong
Macau|China|22.20|113.54|Asia/Macau
Taipei|Taiwan|25.03|121.57|Asia/Taipei
Ulaanbaatar|Mongolia|47.89|106.91|Asia/Ulaanbaatar|1350
Seoul|South Korea|37.57|126.98|Asia/Seoul
Busan|South Korea|35.18|129.08|Asia/Seoul
Pyongyang|North Korea|39.04|125.76|Asia/Pyongyang
Tokyo|Japan|35.68|139.69|Asia/Tokyo
Osaka|Japan|34.69|135.50|Asia/Tokyo
Kyoto|Japan|35.01|135.77|Asia/Tokyo
Nagoya|Japan|35.18|136.91|Asia/Tokyo
Sapporo|Japan|43.06|141.35|Asia/Tokyo
Fukuoka|Japan|33.59|130.40|Asia/Tokyo
Naha|Japan|26.21|127.68|Asia/Tokyo
Perth|Australia|-31.95|115.86|Australia/Perth
Adelaide|Australia|-34.93|138.60|Australia/Adelaide
Darwin|Australia|-12.46|130.84|Australia/Darwin
Brisbane|Australia|-27.47|153.03|Australia/Brisbane
Sydney|Australia|-33.87|151.21|Australia/Sydney
Canberra|Australia|-35.28|149.13|Australia/Sydney|580
Melbourne|Australia|-37.81|144.96|Australia/Melbourne
Hobart|Australia|-42.88|147.33|Australia/Hobart
Auckland|New Zealand|-36.85|174.76|Pacific/Auckland
Wellington|New Zealand|-41.29|174.78|Pacific/Auckland
Christchurch|New Zealand|-43.53|172.64|Pacific/Auckland
Port Moresby|Papua New Guinea|-9.44|147.18|Pacific/Port_Moresby
Suva|Fiji|-18.14|178.44|Pacific/Fiji
Papeete|French Polynesia|-17.54|-149.57|Pacific/Tahiti
Toronto|Canada|43.65|-79.38|America/Toronto
Montreal|Canada|45.50|-73.57|America/Toronto
Ottawa|Canada|45.42|-75.70|America/Toronto
Quebec City|Canada|46.81|-71.21|America/Toronto
Halifax|Canada|44.65|-63.58|America/Halifax
St. John's|Canada|47.56|-52.71|America/St_Johns
Winnipeg|Canada|49.90|-97.14|America/Winnipeg
Regina|Canada|50.45|-104.62|America/Regina|575
Calgary|Canada|51.05|-114.07|America/Edmonton|1045
Edmonton|Canada|53.55|-113.49|America/Edmonton|670
Vancouver|Canada|49.28|-123.12|America/Vancouver
Victoria|Canada|48.43|-123.37|America/Vancouver
Mexico City|Mexico|19.43|-99.13|America/Mexico_City|2240
Guadalajara|Mexico|20.67|-103.35|America/Mexico_City|1565
Monterrey|Mexico|25.69|-100.32|America/Monterrey|540
Cancun|Mexico|21.16|-86.85|America/Cancun
Tijuana|Mexico|32.51|-117.04|America/Tijuana
Guatemala City|Guatemala|14.63|-90.51|America/Guatemala|1500
San Salvador|El Salvador|13.69|-89.22|America/El_Salvador|650
Tegucigalpa|Honduras|14.07|-87.19|America/Tegucigalpa|990
Managua|Nicaragua|12.11|-86.24|America/Managua
San José|Costa Rica|9.93|-84.08|America/Costa_Rica|1170
Panama City|Panama|8.98|-79.52|America/Panama
Havana|Cuba|23.11|-82.37|America/Havana
Kingston|Jamaica|18.02|-76.80|America/Jamaica
Santo Domingo|Dominican Republic|18.49|-69.93|America/Santo_Domingo
Nassau|Bahamas|25.05|-77.36|America/Nassau
Bogotá|Colombia|4.71|-74.07|America/Bogota|2600
Medellín|Colombia|6.25|-75.56|America/Bogota|1500
Caracas|Venezuela|10.48|-66.90|America/Caracas|900
Quito|Ecuador|-0.18|-78.47|America/Guayaquil|2850
Guayaquil|Ecuador|-2.19|-79.89|America/Guayaquil
Lima|Peru|-12.05|-77.04|America/Lima
Cusco|Peru|-13.53|-71.97|America/Lima|3400
La Paz|Bolivia|-16.50|-68.15|America/La_Paz|3640
Asunción|Paraguay|-25.26|-57.58|America/Asuncion
Santiago|Chile|-33.45|-70.67|America/Santiago|520
Montevideo|Uruguay|-34.90|-56.16|America/Montevideo
Buenos Aires|Argentina|-34.60|-58.38|America/Argentina/Buenos_Aires
Córdoba|Argentina|-31.42|-64.18|America/Argentina/Cordoba|390
Mendoza|Argentina|-32.89|-68.84|America/Argentina/Mendoza|745
Brasília|Brazil|-15.79|-47.88|America/Sao_Paulo|1170
São Paulo|Brazil|-23.55|-46.63|America/Sao_Paulo|760
Rio de Janeiro|Brazil|-22.91|-43.17|America/Sao_Paulo
Salvador|Brazil|-12.97|-38.50|America/Bahia
Fortaleza|Brazil|-3.73|-38.53|America/Fortaleza
Recife|Brazil|-8.05|-34.88|America/Recife
Porto Alegre|Brazil|-30.03|-51.23|America/Sao_Paulo
Manaus|Brazil|-3.12|-60.02|America/Manaus
`;

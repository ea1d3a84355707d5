// The large cities and airports of the United States, so that "Portland" means Oregon and "New York" JFK; the
// others come from vega-datasets' airports.csv. Plain facts.

/** name|state|latitude|longitude[|metres above sea], the largest first. */
export const largeUsCities = `
New York|NY|40.71|-74.01
Los Angeles|CA|34.05|-118.24
Chicago|IL|41.88|-87.63
Houston|TX|29.76|-95.37
Phoenix|AZ|33.45|-112.07
Philadelphia|PA|39.95|-75.17
San Antonio|TX|29.42|-98.49
San Diego|CA|32.72|-117.16
Dallas|TX|32.78|-96.80
San Jose|CA|37.34|-121.89
Austin|TX|30.27|-97.74
Jacksonville|FL|30.33|-81.66
Fort Worth|TX|32.76|-97.33
Columbus|OH|39.96|-83.00
Charlotte|NC|35.23|-80.84
Indianapolis|IN|39.77|-86.16
San Francisco|CA|37.77|-122.42
Seattle|WA|47.61|-122.33
Denver|CO|39.74|-104.99|1600
Washington|DC|38.91|-77.04
Nashville|TN|36.16|-86.78
Oklahoma City|OK|35.47|-97.52
Boston|MA|42.36|-71.06
El Paso|TX|31.76|-106.49|1140
Portland|OR|45.52|-122.68
Las Vegas|NV|36.17|-115.14|620
Detroit|MI|42.33|-83.05
Memphis|TN|35.15|-90.05
Louisville|KY|38.25|-85.76
Baltimore|MD|39.29|-76.61
Milwaukee|WI|43.04|-87.91
Albuquerque|NM|35.08|-106.65|1620
Tucson|AZ|32.22|-110.97|730
Sacramento|CA|38.58|-121.49
Kansas City|MO|39.10|-94.58
Atlanta|GA|33.75|-84.39
Omaha|NE|41.26|-95.93
Raleigh|NC|35.78|-78.64
Miami|FL|25.76|-80.19
Oakland|CA|37.80|-122.27
Minneapolis|MN|44.98|-93.27
Tampa|FL|27.95|-82.46
New Orleans|LA|29.95|-90.07
Cleveland|OH|41.50|-81.69
Honolulu|HI|21.31|-157.86
Orlando|FL|28.54|-81.38
St. Louis|MO|38.63|-90.20
Pittsburgh|PA|40.44|-80.00
Cincinnati|OH|39.10|-84.51
Anchorage|AK|61.22|-149.90
Salt Lake City|UT|40.76|-111.89|1290
Buffalo|NY|42.89|-78.88
Boise|ID|43.62|-116.20|825
Spokane|WA|47.66|-117.43|560
Santa Fe|NM|35.69|-105.94|2190
Berkeley|CA|37.87|-122.27
Palo Alto|CA|37.44|-122.14
`;

/** code|cities it serves, when not the one it lies in|name, when the list's is out of date; the largest first. */
export const largeUsAirports = `
ATL||Hartsfield-Jackson Atlanta
DFW|Dallas/Fort Worth|Dallas Fort Worth
DEN||Denver
ORD||Chicago O'Hare
LAX||Los Angeles
JFK||New York John F. Kennedy
LAS||Las Vegas Harry Reid
MCO||Orlando
CLT||Charlotte Douglas
MIA||Miami
SEA||Seattle-Tacoma
SFO||San Francisco
EWR|New York/Newark|Newark Liberty
PHX||Phoenix Sky Harbor
IAH||Houston George Bush Intercontinental
BOS||Boston Logan
FLL|Fort Lauderdale|Fort Lauderdale-Hollywood
MSP|Minneapolis/Saint Paul|Minneapolis-Saint Paul
LGA||New York LaGuardia
DTW||Detroit Metropolitan Wayne County
PHL||Philadelphia
SLC||Salt Lake City
DCA|Washington|Washington Ronald Reagan National
SAN||San Diego
BWI||Baltimore-Washington
TPA||Tampa
AUS||Austin-Bergstrom
IAD|Washington|Washington Dulles
BNA||Nashville
MDW||Chicago Midway
HNL||Honolulu Daniel K. Inouye
DAL||Dallas Love Field
PDX||Portland
STL|St. Louis|St. Louis Lambert
RDU|Raleigh/Durham|Raleigh-Durham
HOU||Houston William P. Hobby
SMF||Sacramento
MSY||New Orleans Louis Armstrong
SJC||San Jose Mineta
SNA|Santa Ana/Orange County|John Wayne Orange County
MCI||Kansas City
SJU||San Juan Luis Muñoz Marín
OAK||Oakland
RSW|Fort Myers|Southwest Florida
CLE||Cleveland Hopkins
IND||Indianapolis
PIT||Pittsburgh
CVG|Cincinnati|Cincinnati Northern Kentucky
CMH||John Glenn Columbus
SAT||San Antonio
JAX||Jacksonville
BDL|Hartford|Hartford Bradley
MKE||Milwaukee Mitchell
ANC||Anchorage Ted Stevens
OGG||Kahului
ABQ||Albuquerque Sunport
BUR||Hollywood Burbank
OMA||Omaha Eppley Airfield
BUF||Buffalo Niagara
ONT||Ontario
MEM||Memphis
OKC||Oklahoma City Will Rogers
SDF||Louisville Muhammad Ali
RIC||Richmond
TUS||Tucson
ELP||El Paso
BOI||Boise
BHM||Birmingham-Shuttlesworth
GEG||Spokane
`;

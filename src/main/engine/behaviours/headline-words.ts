/**
 * What headlines are made of. All companies, people, towns and papers are invented, and nothing bad happens to anybody:
 * this feed runs on screens for hours. A pattern's `{word}` stands for one of that list; twice the same list, two words.
 */

export const words = {
  company: list(`Alderfinch & Daughters, Bramblewater Foods, Cobalt Harbour, Dovetail Freight, Eskwater Power,
    Fennel & Rook, Grainline, Hollin Instruments, Juniper Loop, Kestrelmoor Works, Larkspoon Labs, Mossgate Textiles,
    Ninth Bell Studios, Orrery Maps, Pennywhistle Bank, Quillfish Systems, Saltmarsh Ferries, Tidewell Energy`),
  person:
    list(`Ines Callowhay, Tomas Verrilund, Maud Osterhagen, Idris Pellworthy, Saoirse Quillfeather, Anselm Brook-Tarn,
    Yuki Hallendorf, Noor Westerby, Casimir Dunmoor, Petra Longfallow, Obadiah Finchley-Roe, Lucia Marrowgate,
    Emeka Thistledown, Freya Ostrander, Rafael Windermark, Juno Applecross`),
  place: list(`Port Alderwick, Westmereham, Tarnwick, Eskhollow, Little Quarrow, Saint Ombers, Highmarrow, Lanternford,
    Dunmoor Bay, Hollowmere Sands, Willowcote, Grayling Point, Nether Fenwick, Kettlemarsh`),
  topic: list(`tidal currents, bird migration, soil chemistry, early clocks, the sound of glaciers, hedgerow moths,
    handwritten maps, river otters, evening light, peat bogs`),
  field: list(`weather maps, slow networks, small sensors, sign language, bookkeeping, seed libraries, tide tables,
    spoken directions`),
  prize: list('Fenwick Medal, Halloran Award, Ostrander Prize, Lantern Fellowship, Marrowgate Chair'),
  gadget: list('telescopes, sewing machines, field microphones, weather stations, tool kits, letterpress sets'),
  count: list('ninety, two hundred, three hundred, four hundred, six hundred, eight hundred'),
  days: list('three days, four days, five days, six days, nine days'),
  percent: list('one percent, two percent, three percent, four percent'),
  weekday: list('Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday'),
  month: list('March, April, May, June, September, October'),
} as const

export const sources = list(
  'Harbour Wire, The Tarnwick Ledger, Quarrow Evening Post, Lantern Dispatch, Kettlemarsh Courier, Ninefold News',
)

export const patterns = {
  business: [
    '{company} and {company} agree to share a warehouse in {place}',
    '{company} to open a second office in {place}',
    '{company} names {person} as its next chief executive',
    '{company} raises its forecast for the year by {percent}',
    '{company} keeps prices unchanged for another season',
    '{person} joins the board of {company}',
  ],
  technology: [
    '{company} releases an open toolkit for {field}',
    '{company} publishes ten years of data on {field}',
    '{company} halves the power its servers need',
    '{place} library begins to lend out {gadget}',
    '{person} explains why good software is boring',
  ],
  science: [
    'Researchers in {place} describe {count} species of moss',
    '{person} receives the {prize} for work on {topic}',
    'Survey of {topic} enters its third decade',
    'Observatory at {place} reports a clear night for meteors',
    'Students in {place} mend {gadget} for other schools',
  ],
  energy: [
    '{company} connects {count} rooftops to the {place} grid',
    '{place} runs on wind alone for {days} in a row',
    '{company} tests a small turbine near {place}',
    '{place} replaces its last gas street lamps',
  ],
  transport: [
    'Night train between {place} and {place} returns in {month}',
    '{place} tram line reaches the botanical garden',
    'New timetable gives {place} two more ferries a day',
    '{company} delivers {count} cargo bicycles to {place}',
    'Footbridge in {place} reopens after repairs',
  ],
  culture: [
    '{person} to conduct the {place} Chamber Orchestra',
    '{person} publishes a novel about {topic}',
    '{place} museum shows {count} letters from lighthouse keepers',
    'Film by {person} to open the {place} festival',
    '{place} market celebrates its hundredth autumn',
  ],
  weather: [
    'Mild week ahead for {place}, with light rain on {weekday}',
    'Fog lifts early over {place}',
    '{place} records its sunniest {month} in a decade',
    'Clear skies expected over {place} from {weekday}',
  ],
  sport: [
    '{place} Rovers draw with {place} Athletic',
    '{person} wins the {place} half marathon',
    '{place} to host the regional rowing finals in {month}',
    '{person} retires after {count} games for {place} United',
  ],
} as const

function list(text: string): string[] {
  return text.split(/,\s+/)
}

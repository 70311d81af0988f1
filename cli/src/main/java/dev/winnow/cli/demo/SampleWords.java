package dev.winnow.cli.demo;

import java.util.List;

/** What the listings of the demo are made of. */
final class SampleWords {
    static final List<String> KINDS = List.of(
            "Jazz Night",
            "Book Fair",
            "Poetry Slam",
            "Street Food Market",
            "Lake Cruise",
            "Chamber Concert",
            "Pottery Workshop",
            "Film Marathon",
            "Wine Tasting",
            "Puppet Theatre",
            "Folk Ball",
            "Stargazing Tour",
            "Comedy Hour",
            "Flea Market",
            "Choir Evening",
            "Chess Open",
            "Cheese Class",
            "Photo Walk");

    static final List<String> FIRST = List.of(
            "Golden",
            "Open-Air",
            "Midnight",
            "Spring",
            "Grand",
            "Little",
            "Electric",
            "Old Town",
            "Winter",
            "Silent",
            "Harbour",
            "Blue",
            "Wandering",
            "Sunday",
            "Alpine",
            "Velvet");

    static final List<String> VENUES = List.of(
            "Blue Cellar, Bern",
            "Old Tram Depot, Basel",
            "Volkshaus, Zurich",
            "Rose Garden Stage, Rapperswil",
            "Kitchen Nine, St. Gallen",
            "Harbour Loft, Lucerne",
            "Castle Barn, Thun",
            "Pier 1, Geneva",
            "Mill Hall, Winterthur",
            "Library Court, Chur",
            "Station Hotel, Olten",
            "Paper Factory, Aarau");

    static final List<String> PEOPLE = List.of(
            "Nora Lindqvist",
            "Trio Lumen",
            "Chef Malee",
            "The Tin Whistle Orchestra",
            "Luca Ferrari",
            "Duo Abendrot",
            "DJ Fern",
            "Ines Okafor",
            "Quartet Sechzehn",
            "Paula Brunner",
            "The Night Owls",
            "Tomas Havel");

    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    static final List<String> NOISE = List.of(
            "Share this page | Add to favourites",
            "Only a few places left!",
            "Students and seniors CHF 9.00 less",
            "No photography, please.",
            "Newsletter? Sign up >>",
            "In case of rain call 1600.",
            "Bring your own bag.",
            "Doors open 45 minutes earlier.",
            "4.7 stars (312 reviews)",
            "Gift vouchers CHF 50.00 at the desk.",
            "Last edition: 3 May 2019.",
            "COOKIES help us. OK");

    private SampleWords() {}
}

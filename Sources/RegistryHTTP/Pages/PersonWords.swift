/// What a form asks about a person, on public pages and in the console alike.
enum PersonWords {
    static let givenName = "Given name"
    static let familyName = "Family name"
    static let email = "Email address"
    static let organisation = "Organisation"
    static let sector = "Sector"
    static let chooseSector = "Choose a sector"
    /// Of somebody else.
    static let theirCountry = "Country they work in"
    static let chooseCountry = "Choose a country"
    static let language = "Language we should write in"
    static let noPreference = "No preference"
}

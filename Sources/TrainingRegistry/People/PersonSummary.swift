public import Foundation

/// A person as lists and suggestions show one.
public struct PersonSummary: Sendable, Equatable {
    public var id: UUID
    public var givenName: String
    public var familyName: String
    public var email: String
    public var organisation: String?
    public var sector: String
    public var country: String

    public init(
        id: UUID, givenName: String, familyName: String, email: String, organisation: String?,
        sector: String, country: String
    ) {
        self.id = id
        self.givenName = givenName
        self.familyName = familyName
        self.email = email
        self.organisation = organisation
        self.sector = sector
        self.country = country
    }
}

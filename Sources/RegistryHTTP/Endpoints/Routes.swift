extension Service {
    /// Every endpoint, one line each in the file of its subject.
    static let routes: [Route<Service>] =
        cataloguePages + interestPages + linkPages + upkeepRoutes + catalogueAPI + interestAPI
        + eventAPI + programmeAPI + seatsAPI + selectionAPI + sessionPlacesAPI + peopleAPI
        + rosterAPI + nominationAPI + nominationPages
}

extension Service {
    /// Every endpoint, one line each in the file of its subject.
    static let routes: [Route<Service>] =
        cataloguePages + interestPages + linkPages + upkeepRoutes + catalogueAPI + interestAPI
        + eventAPI + programmeAPI + seatsAPI + selectionAPI + sessionPlacesAPI + peopleAPI
        + signInPages + certificatePages + staffRoutes.map(\.route)

    /// Those of the secretariat: none of them is reached but through the gate.
    static let staffRoutes: [StaffRoute] =
        accountPages + dashboardPages + workbenchPages + peoplePages + seatPages
        + eventPages + attendanceAPI
}

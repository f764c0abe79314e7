extension Service {
    /// Every endpoint, one line each in the file of its subject.
    static let routes: [Route<Service>] =
        cataloguePages + interestPages + linkPages + upkeepRoutes + catalogueAPI + interestAPI
        + invitationPages + signInPages + certificatePages + trainerPages
        + poolPages + leavePages + nominationPages + staffRoutes.map(\.route)

    /// Those of the secretariat: none of them is reached but through the gate.
    static let staffRoutes: [StaffRoute] =
        accountPages + dashboardPages + eventAPI + programmeAPI + seatsAPI + selectionAPI
        + sessionPlacesAPI + peopleAPI + invitationAPI + auditAPI + importAPI + attendanceAPI
        + ladderAPI + reachAPI + reportAPI + finalReportAPI + annualReportAPI + poolAPI + rosterAPI
        + nominationAPI
        + staffPages + staffAPI + auditPages + attendancePages + checkInPages + doorPapers
        + certificateConsole + exportAPI + exportPages + workbenchPages + peoplePages
        + erasurePages + reportPages + holdsAPI + mailingsAPI + mailingPages
        + seatPages + nominationConsole + eventPages + mailPlanAPI + mailPlanPages
        + deadMailAPI + mailDeskPages + holdPages + mailTextPages
}

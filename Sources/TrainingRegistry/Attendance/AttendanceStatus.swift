/// How somebody attended a session.
public enum AttendanceStatus: String, Sendable, Hashable, CaseIterable {
    case present, partly, absent, excused
}

extension Int {
    /// With the words for one or for more of it: `1 mail waits`, `7 mails wait`.
    func counted(_ one: String, _ more: String) -> String { "\(self) \(self == 1 ? one : more)" }
}

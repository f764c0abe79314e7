import Foundation

extension Settings {
    /// Reads the file and the environment at the start of a command.
    ///
    /// The file is the one of `--config`, or of `REGISTRY_CONFIG`, or `config/registry.json5` here
    /// if there is one; a file that was named must be there.
    static func load(
        config: String?, variables: [String: String] = ProcessInfo.processInfo.environment
    ) throws(Rejection) -> Settings {
        let variable = variables["REGISTRY_CONFIG"].flatMap { $0.isEmpty ? nil : $0 }
        let path = config ?? variable ?? "config/registry.json5"
        let isNamed = config != nil || variable != nil
        guard let bytes = FileManager.default.contents(atPath: path) else {
            if !isNamed, !FileManager.default.fileExists(atPath: path) {
                return try Settings(environment: variables)
            }
            throw Rejection(complaints: ["\(path): the file cannot be read"])
        }
        let file: [String: SettingValue]
        do throws(Rejection) {
            file = try SettingValue.all(json5: Array(bytes))
        } catch {
            throw Rejection(complaints: error.complaints.map { "\(path): \($0)" })
        }
        return try Settings(file: file, named: path, environment: variables)
    }
}

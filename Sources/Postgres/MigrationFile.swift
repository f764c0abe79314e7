import FoundationEssentials

/// Why the migrations do not run; the message is for whoever operates the service.
public struct MigrationRejection: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// One file of the migrations' directory: `0002_create_outbox.sql` is number 2.
struct MigrationFile: Sendable, Equatable {
    let number: Int
    let name: String
    let sql: [UInt8]

    /// Every migration in the directory, in order, numbered from 0001 without a gap.
    static func all(in directory: String) throws(MigrationRejection) -> [MigrationFile] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: directory)
        } catch {
            throw MigrationRejection("the directory of migrations \(directory) cannot be read")
        }
        var files: [MigrationFile] = []
        for (number, name) in try ordered(names) {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)"),
                String(validating: data, as: UTF8.self) != nil
            else { throw MigrationRejection("\(name) cannot be read as UTF-8") }
            files.append(MigrationFile(number: number, name: name, sql: Array(data)))
        }
        return files
    }

    /// The names that end in `.sql`, by number; a name of another form or a gap is refused.
    static func ordered(_ names: [String]) throws(MigrationRejection) -> [(Int, String)] {
        var ordered: [(Int, String)] = []
        for name in names.sorted() where name.hasSuffix(".sql") {
            guard let number = number(of: name) else {
                throw MigrationRejection("\(name) is not named like 0001_create_person.sql")
            }
            guard number == ordered.count + 1 else {
                throw MigrationRejection(
                    "\(name) is the migration after number \(ordered.count): the numbers have "
                        + "a gap or a number is there twice")
            }
            ordered.append((number, name))
        }
        return ordered
    }

    private static func number(of name: String) -> Int? {
        let bytes = Array(name.utf8)
        guard bytes.count > 9, bytes[4] == UInt8(ascii: "_") else { return nil }
        var number = 0
        for byte in bytes[..<4] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            number = number * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return number
    }
}

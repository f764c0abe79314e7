public import Foundation
public import Mailer

/// An instant as it is written in a request (RFC 3339), or a time on the clocks of a place.
public enum Moment: Sendable, Equatable {
    case instant(Date)
    /// Without an offset: the clocks of the event tell which instant it is.
    case wall(WallTime)

    /// The text is no time.
    public struct Rejection: FieldRejection, Equatable {
        public init() {}
        public var code: String { "bad-time" }
        public var detail: String {
            "A time is written like 2027-04-28T09:30 on the clocks of the event, or like "
                + "2027-04-28T06:30:00Z."
        }
    }

    public init(parsing text: String) throws(Rejection) {
        var bytes = Array(text.utf8)[...]
        let zone = Self.zone(&bytes)
        guard let zone, bytes.count == 16 || bytes.count == 19 else { throw Rejection() }
        let marks = Array("0000-00-00T00:00:00".utf8.prefix(bytes.count))
        for (byte, mark) in zip(bytes, marks) {
            guard mark == UInt8(ascii: "0") ? CodeRejection.isDigit(byte) : byte == mark
            else { throw Rejection() }
        }
        let digits = Array(bytes)
        func number(_ range: Range<Int>) -> Int {
            digits[range].reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        let second = digits.count == 19 ? number(17..<19) : 0
        guard
            let wall = WallTime(
                year: number(0..<4), month: number(5..<7), day: number(8..<10),
                hour: number(11..<13), minute: number(14..<16), second: second)
        else { throw Rejection() }
        switch zone {
        case .none: self = .wall(wall)
        case .offset(let seconds):
            guard let utc = wall.instant(in: .gmt) else { throw Rejection() }
            self = .instant(utc - TimeInterval(seconds))
        }
    }

    /// The instant it is at a place; nil in the hour that is left out there.
    public func instant(in zone: TimeZone) -> Date? {
        switch self {
        case .instant(let instant): instant
        case .wall(let wall): wall.instant(in: zone)
        }
    }

    private enum Zone { case none, offset(Int) }

    /// Takes `Z` or `+02:00` off the end; nil for a sign without an offset.
    private static func zone(_ bytes: inout ArraySlice<UInt8>) -> Zone? {
        if bytes.last == UInt8(ascii: "Z") {
            bytes.removeLast()
            return .offset(0)
        }
        guard bytes.count > 19 else { return Zone.none }
        let end = Array(bytes.suffix(6))
        bytes.removeLast(min(6, bytes.count))
        let digits = [1, 2, 4, 5].map { end[$0] }
        guard end.count == 6, end[3] == UInt8(ascii: ":"), digits.allSatisfy(CodeRejection.isDigit),
            end[0] == UInt8(ascii: "+") || end[0] == UInt8(ascii: "-")
        else { return nil }
        let values = digits.map { Int($0) - 48 }
        let hours = values[0] * 10 + values[1]
        let minutes = values[2] * 10 + values[3]
        guard hours < 24, minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return .offset(end[0] == UInt8(ascii: "-") ? -seconds : seconds)
    }
}

/// A field that asks why something is done, and says that no names belong there.
///
/// What is typed is kept for good, in the log or beside what it explains.
struct ReasonField {
    var id = "reason"
    /// What the form sends it as.
    var name = "reason"
    var label = ConsoleWords.reason
    /// Said before that no names belong there.
    var hint = ""
    var value = ""
    var isRequired = false
    var isWrong = false

    var html: HTML {
        let words = hint.isEmpty ? ConsoleWords.reasonHint : "\(hint) \(ConsoleWords.noNames)"
        return """
            <div class="field\(isWrong ? " wrong" : "")"><label for="\(id)">\(label)</label>
            <p class="hint" id="\(id)-hint">\(words)</p>
            <input type="text" id="\(id)" name="\(name)" value="\(value)"\
             aria-describedby="\(id)-hint"\(HTML.when(isWrong, " aria-invalid=\"true\""))\
            \(HTML.when(isRequired, " required"))></div>

            """
    }
}

extension FormFields {
    /// The same among the fields of a form; `hint` says where it is kept when it is not the log.
    func reason(
        _ name: String = "reason", hint: String? = nil, isOptional: Bool = true
    ) -> HTML {
        let words = hint.map { "\($0) \(ConsoleWords.noNames)" } ?? ConsoleWords.reasonHint
        return text(name, ConsoleWords.reason, hint: words, isOptional: isOptional)
    }
}

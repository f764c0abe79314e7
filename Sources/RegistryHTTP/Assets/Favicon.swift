/// The picture beside the title of a tab: three waves on deep blue.
enum Favicon {
    static let text = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
        <rect width="32" height="32" rx="6" fill="#0b3550"/>\
        <path d="M3 10q6.5-6 13 0t13 0M3 17q6.5-6 13 0t13 0M3 24q6.5-6 13 0t13 0"\
         fill="none" stroke="#ffcf5c" stroke-width="2.5" stroke-linecap="round"/></svg>
        """
}

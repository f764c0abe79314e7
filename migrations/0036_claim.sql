-- A claim takes as many mails as one session sends in a go. A planner that expects a thousand reads
-- through every attempt there ever was for them.
ALTER FUNCTION due_mails(
    timestamptz, timestamptz, integer, integer, integer, text[], integer[]
) ROWS 20;

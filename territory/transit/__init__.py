"""What a feed's timetable amounts to: departures per hour, and the service of a typical day."""

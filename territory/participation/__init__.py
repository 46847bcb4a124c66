"""How people take part: contributions, their codes and limits, who moderates and who answers."""

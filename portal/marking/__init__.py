"""How people grade a class: queues, graders, second readers, regrade requests."""

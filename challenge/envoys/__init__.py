"""科技特派员、科技专员: who helps enterprises on the spot, what they were asked to do, what they did, how they did it."""

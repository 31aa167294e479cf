"""ASOCA (Suradinata 2013): elements, weights of several assessors, six strategies in their order, actions and the effect that followed."""

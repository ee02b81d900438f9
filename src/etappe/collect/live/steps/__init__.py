"""The steps of a live event, one file each; `etappe.collect.pipeline` has their order."""

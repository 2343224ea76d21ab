"""A gateway for trying: speaks Razorpay's wire, has a page to pay on, takes no money."""

"""Commands that join several apps; the site's command line."""

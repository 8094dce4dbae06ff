document.documentElement.dataset.portico = "on";

// Tells the page around this frame how tall it is, so that it can give it that room (see "Share or embed").
const tell = () => parent.postMessage({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
new ResizeObserver(tell).observe(document.documentElement);

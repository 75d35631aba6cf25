"""What Lambda is given: packages of pinned wheels, pruned, compiled, the same bytes every time.

``python -m deploy build CopydeskApi DIR`` fills a folder, as `sam build` asks of a makefile;
``python -m deploy zip DIR...`` makes archives of folders and reports their sizes. Standard
library only: it runs on whatever Python is there.
"""

from speechscan.cli.app import main

main()

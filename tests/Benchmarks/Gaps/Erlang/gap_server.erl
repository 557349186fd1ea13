%% A server that answers pings. Its qualified call of itself moves it to new code, as GapServer's call does.
-module(gap_server).
-export([loop/0]).

loop() ->
    receive
        {ping, Number, From} ->
            From ! {pong, Number, ?VERSION},
            ?MODULE:loop();
        stop ->
            ok
    end.

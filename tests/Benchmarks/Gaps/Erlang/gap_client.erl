%% Measures what GapClient and GapMeasurement measure, in the same way: the longest gap between two answers in a window in which
%% the server is upgraded, and in a window as long in which it is not.
-module(gap_client).
-export([main/0]).

-define(LONGEST, 1).
-define(COUNT, 2).
-define(VERSION_SEEN, 3).
-define(WINDOW, 20000000).

main() ->
    [First, Second, Rounds] = init:get_plain_arguments(),
    {ok, Old} = file:read_file(First),
    {ok, New} = file:read_file(Second),
    load(Old),
    Seen = atomics:new(3, []),
    Server = spawn_link(gap_server, loop, []),
    Client = spawn_link(fun() -> ask(Server, Seen, 1, erlang:monotonic_time(nanosecond)) end),
    timer:sleep(500),
    rate(Seen, list_to_integer(Rounds)),
    lists:foreach(fun(_) -> round(Seen, Old, New) end, lists:seq(1, list_to_integer(Rounds))),
    unlink(Client),
    exit(Client, kill),
    Server ! stop,
    halt(0).

round(Seen, Old, New) ->
    {Gap, Length} = window(Seen, fun() -> load(New) end, ?WINDOW),
    expect(Seen, 2),
    load(Old),
    expect(Seen, 1),
    {Plain, _} = window(Seen, fun() -> ok end, Length),
    write("gap", Gap),
    write("plain", Plain).

window(Seen, Work, Least) ->
    atomics:put(Seen, ?LONGEST, 0),
    Begin = erlang:monotonic_time(nanosecond),
    Work(),
    Worked = erlang:monotonic_time(nanosecond) - Begin,
    timer:sleep(max(0, Least - Worked) div 1000000),
    {atomics:get(Seen, ?LONGEST), erlang:monotonic_time(nanosecond) - Begin}.

rate(Seen, Rounds) ->
    lists:foreach(fun(_) ->
        Count = atomics:get(Seen, ?COUNT),
        {Used, _} = erlang:statistics(runtime),
        Begin = erlang:monotonic_time(nanosecond),
        timer:sleep(100),
        Answered = atomics:get(Seen, ?COUNT) - Count,
        write("rate", Answered * 1.0e9 / (erlang:monotonic_time(nanosecond) - Begin)),
        {UsedThen, _} = erlang:statistics(runtime),
        write("processor", (UsedThen - Used) * 1.0e6 / Answered)
    end, lists:seq(1, Rounds)).

load(Code) ->
    code:purge(gap_server),
    {module, gap_server} = code:load_binary(gap_server, "gap_server.beam", Code).

%% Soon: the ping that was under way may have been answered by the other one.
expect(Seen, Version) ->
    case atomics:get(Seen, ?VERSION_SEEN) of
        Version -> ok;
        _ -> timer:sleep(1), expect(Seen, Version)
    end.

ask(Server, Seen, Number, Last) ->
    Server ! {ping, Number, self()},
    receive
        {pong, Number, Version} ->
            Now = erlang:monotonic_time(nanosecond),
            case Now - Last > atomics:get(Seen, ?LONGEST) of
                true -> atomics:put(Seen, ?LONGEST, Now - Last);
                false -> ok
            end,
            atomics:add(Seen, ?COUNT, 1),
            atomics:put(Seen, ?VERSION_SEEN, Version),
            ask(Server, Seen, Number + 1, Now)
    end.

write(Name, Value) ->
    io:format("=\t~s\t~w~n", [Name, float(Value)]).

using System.Threading.Channels;

namespace PingPong;

/// <summary>A client's question: answer <paramref name="Number"/> to <paramref name="ReplyTo"/>.</summary>
internal sealed record Ping(long Number, ChannelWriter<Pong> ReplyTo);

/// <summary>The answer, and the version of the code that gave it.</summary>
internal sealed record Pong(long Number, string AnsweredBy);

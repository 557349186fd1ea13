extern alias agent;

using agent::HotWeave.Control;
using agent::HotWeave.Control.Protocol;
using agent::HotWeave.Control.Transport;
using HotWeave.Runtime.Tests.Systematic.Control;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>
/// Peers come to the control agent's listener, while the system has no descriptors or memory, peers vanish and the socket file is taken away,
/// and nothing can be noted anywhere. The agent keeps all of it from the application: nothing is left for its guard to catch.
/// </summary>
internal sealed class ListenerScenario(Scheduler scheduler)
{
    private const int Peers = 3;
    private static readonly ListenerTimes s_times = new() { Patience = TimeSpan.FromHours(1), Pause = TimeSpan.FromMilliseconds(1) };

    internal void Run()
    {
        var acceptor = new Acceptor(scheduler);
        ControlListener? listener = null;
        scheduler.Run(
            ("begins", () => listener = ControlListener.Start(acceptor, new Gateway(scheduler), s_times)),
            ("takes the file away", () => acceptor.IsReachable = scheduler.Schedule.Choose(2) == 0),
            ("looks", () => _ = listener?.IsServing));
        if (!acceptor.IsDisposed)
            throw new ScheduleException("The listener has ended and keeps its socket.");
        if (acceptor.Given.Find(static p => !p.IsDisposed) is not null)
            throw new ScheduleException("A connection that was taken is not closed.");
    }

    private static Exception Lack(int choice) => choice switch
    {
        1 => new IOException("too many open files"),
        2 => new InsufficientMemoryException("no memory"),
        _ => new InvalidTimeZoneException("what nobody thought of"),
    };

    private sealed class Acceptor(Scheduler scheduler) : IControlAcceptor
    {
        private int _refusals;

        internal List<Peer> Given { get; } = [];

        internal bool IsDisposed { get; private set; }

        public bool IsReachable { get; set; } = true;

        public Stream? Accept(TimeSpan patience)
        {
            Controlled.YieldThread();
            if (_refusals < Peers && scheduler.Schedule.Choose(4) is > 0 and var lack)
            {
                _refusals++;
                scheduler.Note($"no connection is to be had: {lack}");
                throw Lack(lack);
            }

            if (Given.Count == Peers)
                return null;
            Given.Add(new Peer(scheduler));
            return Given[^1];
        }

        public void Withdraw()
        {
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Gateway(Scheduler scheduler) : IControlGateway
    {
        public Welcome Welcome() => Answer(new Welcome(ControlProtocol.Version, 1, ".NET", "1.0", ""));

        public ControlMessage Handle(
            ControlMessage request, string requester, Func<ControlMessage, ControlMessage?> ask, CancellationToken cancellationToken) => Answer(new ControlReport("{}"));

        private T Answer<T>(T answer) => scheduler.Schedule.Choose(8) is > 0 and < 4 and var lack ? throw Lack(lack) : answer;
    }

    // Says hello and asks once; each step may be its last.
    private sealed class Peer(Scheduler scheduler) : Stream
    {
        private readonly MemoryStream _said = Say();

        internal bool IsDisposed { get; private set; }

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override bool CanTimeout => true;

        public override int ReadTimeout { get; set; }

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Step();
            return _said.Read(buffer, offset, count);
        }

        public override void Write(byte[] buffer, int offset, int count) => Step();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }

        private static MemoryStream Say()
        {
            var said = new MemoryStream();
            var messages = new MessageStream(said);
            messages.Write(new Hello(ControlProtocol.Version));
            messages.Write(new StatusRequest());
            said.Position = 0;
            return said;
        }

        private void Step()
        {
            Controlled.Pass();
            if (scheduler.Schedule.Choose(16) is > 0 and < 4 and var lack)
                throw Lack(lack);
        }
    }
}

/** Common given names of Europe, the Americas and some of Asia, folded to ASCII lower case. */
export const GIVEN_NAMES = `
  aaron abby abdul abdullah abel abigail abraham ada adam adan addison adela adele adeline adolfo adrian adriana
  adrien agata agnes agnieszka agustin ahmad ahmed aidan aiden aileen aimee aisha alain alan alana alba albert
  alberta alberto aldo aleksander aleksandra alejandra alejandro alessandra alessandro alessio alex alexander
  alexandra alexandre alexandria alexia alexis alfonso alfred alfredo ali alice alicia alina alisa alison alissa
  alistair allan allen allison alma alonso alvaro alvin alyssa amalia amanda amandine amber amelia amelie amina
  amir amit amy ana anabel anastasia anders andre andrea andreas andreea andres andrew andrzej andy angel angela
  angelica angelika angelina angelo angie anika anita anja anke ann anna annabelle annalisa anne anneliese
  annemarie annette annie annika anouk anselm anthony antje antoine anton antonella antonia antonio april arash
  ariana ariane ariel arjun arlene armand armando arne arnold arthur arturo arvid ashley ashok asif astrid
  athena aubrey audrey august augusto aurelie aurora austin autumn ava axel ayse bailey barbara barry bart
  bartosz bas bastian beat beata beate beatrice beatriz becky bella ben benedict benedikt benjamin benny benoit
  bernadette bernard bernardo bernd bernhard bernie bert bertha bertrand beth bethany betsy betty beverly bianca
  bill billie billy birgit bjorn blake blanca bo bob bobbie bobby bogdan bonnie boris brad bradford bradley
  brady brandi brandon brandy branislav brenda brendan brent bret brett brian brianna bridget brigitte britney
  brittany brooke bruce bruno bryan bryce bryn burkhard byron caitlin caleb callum calvin cameron camila camilla
  camille candace candice cara carina carl carla carlo carlos carly carmen carol carole carolin carolina
  caroline carolyn carrie carsten carter cary casey cassandra catalina catarina cathal catherine cathleen cathy
  cecile cecilia cecily cedric celeste celia celina celine cesar chad chandra chantal charis charlene charles
  charlie charlotte chase chelsea cheryl chester chloe chris christa christel christian christiane christina
  christine christof christoph christophe christopher christy chuck ciara cindy claire clara clare clarence
  clark claude claudette claudia claudine claudio claus clay clayton clemens clement cliff clifford clint
  clinton clive cody colette colin colleen colm connie connor conor conrad constance consuelo cora corey corina
  corinna corinne cory courtney craig cristian cristiana cristina crystal curt curtis cynthia cyril cyrille
  daisy dale dalia damian damien damon dan dana dane daniel daniela daniele danielle danny daphne dara darcy
  daria dario darius darlene darrel darrell darren darryl dave david dawn dean deanna deb debbie deborah debra
  deirdre delia della delphine demond denis denise dennis derek derrick desiree devin devon dewayne dexter diana
  diane dianna dianne didier diego dieter dietmar dimitri dina dirk dolores domenico dominic dominik dominique
  don donald donna doreen dorian doris dorothea dorothy dorota doug douglas drew duane duncan dustin dwayne
  dwight dylan eamon earl ed eddie edgar edith edmund eduard eduardo edward edwin eileen elaine eleanor elena
  eleni elias elijah elin elisa elisabeth elise elizabeth elke ella ellen ellie elliot elliott elmer elsa elvira
  emil emilia emilie emilio emily emma emmanuel enrico enrique eric erica erich erick erik erika erin ernest
  ernesto ernst erwin esteban estelle esther ethan etienne eugene eugenia eva evan evelyn evelyne ewa ewan
  fabian fabien fabio fabrice fabrizio faith fatima federica federico felicia felicity felipe felix ferdinand
  fernanda fernando filip filippo finn fiona flavia florence florian floyd frances francesca francesco francine
  francis francisca francisco franck francois francoise frank frankie franz fred freddie frederic frederick
  frederik fredrik frida friedrich fritz gabriel gabriela gabriele gabriella gabrielle gail gareth garrett garry
  gary gaspard gavin gemma gene genevieve geoff geoffrey georg george georges georgia georgina gerald geraldine
  gerard gerardo gerd gerhard gerry gert gertrude gheorghe giacomo gian gilbert gilberto gilles gillian gina
  ginger giorgia giorgio giovanna giovanni gisela giulia giuliano giulio giuseppe gladys glen glenda glenn
  gloria gonzalo gordon grace graciela graeme graham grant greg gregg gregor gregory greta gretchen grzegorz
  guido guillaume guillermo gunnar gunter gunther gustav gustavo guy gwen gwendolyn hailey hakan hal haley
  hamish hannah hannes hans harald harold harriet harrison harry harvey hassan hazel heather hector heidi heike
  heiko heiner heinrich heinz helen helena helene helga helmut hendrik henri henrik henry herb herbert herman
  hermann hilary hilda hilde holger holly hope horace horst howard hubert hugh hugo humberto hunter ian ibrahim
  ida ignacio igor ilona ilse imran ina ines inga inge inger ingo ingrid inigo ioana ion irene irina iris irma
  irving isaac isabel isabella isabelle ismael istvan ivan ivana ivo ivonne ivy jack jackie jackson jacob
  jacqueline jacques jade jaime jake jakob jakub james jamie jan jana jane janet janice janine jannik jarek
  jared jaroslav jasmine jason jasper javier jay jean jeanette jeanne jeannie jeff jeffery jeffrey jen jenna
  jennie jennifer jenny jens jeremiah jeremy jerome jerry jess jesse jessica jessie jesus jill jim jimmy jo
  joachim joan joana joann joanna joanne joao joaquin jochen jodi jodie jody joe joel joelle joerg joey johan
  johann johanna johannes john johnny johnathan jon jonas jonathan jordan jordi jorg jorge joris jose josef
  josefina joseph josephine josh joshua joy joyce juan juana juanita judith judy juergen julia julian juliana
  julie julien juliet juliette julio julius june jurgen justin justine justyna kai kamil karel karen karim karin
  karina karl karla karolina karsten kasia kaspar kate katarina katarzyna katelyn katharina katharine katherine
  kathleen kathrin kathryn kathy katia katie katja katrin katrina kay kayla keith kelley kelli kellie kelly
  kelsey kelvin ken kendall kendra kenneth kenny kent kerri kerry kerstin kevin khalid kieran kim kimberly kip
  kira kirk kirsten kirsty kit kitty kjell klaus knut konrad kristen kristian kristie kristin kristina kristine
  kristof krista kristy krystyna krzysztof kunal kurt kyle kylie lacey lana lance lara larry lars laszlo laura
  laure laurel lauren laurence laurent laurie lawrence lea leah leander lee leif leigh lena leo leon leona
  leonard leonardo leonie leroy leslie lester leticia lewis lia liam lidia liesbeth lila lili liliana lilian
  lillian lily lina linda lindsay lindsey linus lionel lisa lise liz liza lloyd logan lois lola lonnie lora
  loren lorena lorenzo loretta lori lorraine lothar lou louis louisa louise lourdes luc luca lucas lucia luciano
  lucie lucien lucille lucinda lucy ludovic ludwig luigi luis luisa lukas lukasz luke luna luther lutz lydia
  lyle lyn lynda lyndon lynette lynn lynne mabel mack maciej maddie madeleine madeline madison mads magda
  magdalena maggie magnus mahmoud maja malcolm malgorzata malin mallory manfred manon manuel manuela mara marc
  marcel marcela marcelo marcia marcin marco marcos marcus marek margaret margarita margit margot marguerite
  mari maria mariah mariam marian mariana marianne marie mariella marilyn marina mario marion marisa marissa
  marit marjorie mark markus marlene marlon marshall marta martha martin martina martine marty marvin mary
  maryann masha massimo mateo mateusz mathew mathias mathieu mathilde matilda mats matt matteo matthew matthias
  matthieu maud maura maureen maurice mauricio mauro max maxime maximilian maxine maya megan mehmet meike
  melanie melinda melissa melody melvin mercedes meredith merle mette mia micaela michael michaela michal michel
  michele micheline michelle mick miguel mika mikael mike mikhail mikkel milan mildred milena miles millie milo
  milton mindy minna miranda miriam mirjam mirko misty mitch mitchell mohamed mohammad mohammed moira molly mona
  monica monika monique morgan moritz morten moses muhammad muriel murray mustafa myra myriam myrtle nadia
  nadine nancy naomi nasser natalia natalie natasha nate nathalie nathan nathaniel nayla neal ned neil nele
  nelly nelson nestor niall nicholas nick nicki nicky nico nicola nicolai nicolas nicole niels nigel nikhil
  nikita niklas nikolaus nikos nils nina nitin noah noel noelle noemi nora norbert noreen norma norman nuno
  octavio ola olaf ole oleg olga oliver olivia olivier olof omar orlando oscar oskar oswald otto owen pablo
  paige pam pamela paola paolo pascal pat patrice patricia patrick patrik patti patty paul paula paulette
  paulina pauline paulo pawel pedro peggy penelope penny per percy perry pete peter petr petra phil philip
  philipp philippa philippe phillip phyllis pia pierre pierrick pieter pilar piotr polly pooja preston priscilla
  priya rachael rachel rafael rafal rainer raj rajesh rajiv ralf ralph ramon ramona randal randall randolph
  randy raoul raphael raquel rasmus raul ravi ray raymond rebecca reed regina reginald reiner reinhard reinhold
  rene renata renate renee reto rex rhonda ricardo riccardo richard rick rickey ricky rita rob robbie robert
  roberta roberto robin robyn rocio rod roderick rodney rodolfo rodrigo roel roger rohit roland rolf roman
  romain ron ronald ronnie rory rosa rosalie rosalind rosanna rose rosemarie rosemary ross roswitha rowan
  roxanne roy ruben ruby rudi rudolf rudy rui rupert russ russell ruth ryan sabina sabine sabrina sally salvador
  salvatore sam samantha samir samuel sandeep sander sandra sandrine sandro sandy sanjay santiago sara sarah
  sascha saskia saul scott sean sebastian sebastien selena selina selma serena serge sergei sergio seth severin
  shad shane shannon sharlyn sharon shaun shauna shawn sheila shelby sheldon shelley shelly sheri sherri sherry
  sheryl shirley sibylle sid sidney siegfried sierra sigrid silas silke silvia silvio simon simona simone
  siobhan sofia sofie solange solveig sonia sonja sophia sophie spencer stacey stacie stacy stan stanislav
  stanislaw stanley stavros stefan stefanie stefano steffen stella stephan stephanie stephane stephen sterling
  steve steven stewart stuart sue summer sunil susan susana susanna susanne susie suzanne suzy sven svenja
  svetlana sylvain sylvia sylvie sylwia tabitha tamara tami tammy tania tanja tanya tara tasha tatiana taylor
  ted teresa teri terrence terri terry tess tessa thea thelma theo theodor theodore theresa therese thierry
  thilo thomas thorsten tibor tiffany tilman tim timo timothy tina tobias toby todd tom tomas tomasz tommy toni
  tony tonya tore torsten tracey traci tracy travis trent trevor tricia trisha tristan troy trudy tucker twila
  tyler tyrone ulf ulla ulrich ulrika ulrike ursula uta ute uwe vaclav valentin valentina valeria valerie
  vanessa vera verena vernon veronica veronika veronique vicki vickie vicky victor victoria viktor viktoria
  vince vincent vincenzo viola violet virginia virginie vishal vivian viviana vivien viviane vladimir volker
  wade walter wanda ward warren waltraud wayne wendell wendy werner wes wesley whitney wilbur wilfried wilhelm
  will willem william willie willy wilma wim winfried winston wojciech wolfgang xavier yan yann yannick yasmin
  yolanda yvan yves yvette yvonne zach zachary zane zbigniew zoe zoltan zsolt abhishek aditya ajay akira aman
  anand anil anjali ankit anurag arun ashish asha deepa deepak devi dinesh ganesh gaurav geeta girish gopal hari
  harsh hiroshi indira jagdish jayant jyoti kavita kenji kiran krishna kumar lakshmi madhu mahesh manish manoj
  meera mohan mukesh naveen neha nisha padma pankaj pradeep prakash pramod prasad praveen preeti rahul rakesh
  ram ramesh ranjit rekha rohan sachin sanjeev santosh sarita satish shankar shiv shreya shyam sudhir suman
  suresh sushil tarun uma usha vijay vikas vikram vinay vinod vivek yash yoko yuki hideo takashi satoshi hiroko
  keiko wei ming jun ying xin hui min soo jin hyun anneke aoife bram caoimhe ciaran daan declan eoin femke fionn
  gijs grainne jeroen joost lotte maaike maarten maeve marieke niamh oisin orla padraig roisin ruud saoirse
  sanne seamus sinead sjoerd thijs wouter thanh linh minh nguyen huong mei ling dax avi shawna kiefer ellouise
  arrel hayley lynsey jemma tammie leanne jayne gaynor mairead ruairi fergal wieslaw zdzislaw jadwiga halina
  danuta irena krystian leszek mariusz zygmunt jerzy stanislawa bozena grazyna lucyna malwina edyta iwona
  jolanta sorin mihai radu florin dragos vlad razvan catalin cosmin ovidiu liviu gabor attila ferenc sandor imre
  csaba katalin ildiko jiri jaromir zdenek pavel ondrej jitka lenka hana dusan milos goran zoran dragan marija
  vesna jelena nenad dejan aleksandar ivica tomislav kresimir pekka juha jukka matti antti mikko heikki kari
  hannu seppo raimo tuomas ville janne petri jari leena paivi tiina sari kirsi anneli marja ritva pirjo gosta
  lennart bengt gunilla birgitta margareta elisabet agneta ingemar torbjorn rune halvor sindre oyvind eirik
  sigurd ragnhild ingeborg toril bodil mogens preben jorgen soren henning poul flemming torben birthe hanne
  jytte
`

/** Given names that are also a month, a place, a word or a surname before a capitalised word on business pages. */
export const AMBIGUOUS_NAMES = `
  april may june august summer autumn hope faith joy grace dawn rose ruby pearl crystal amber ivy violet holly
  hunter chase grant will mark bill rob rich pat drew guy max art frank ray earl dean rusty sterling chance
  destiny harmony melody christian paris london chelsea brooklyn austin dallas houston jackson madison jordan
  georgia carolina virginia florence sydney victoria charlotte savannah sienna asia india america israel kent
  lance gene bo jo kit van del don bob major prince duke ward page reed lane forest glen cliff dale heath brook
  river sky sunny angel star may min jun ming soo jin ali ram shiv wei mei ling hui xin suman uma kiran anand
  arena luna viola aurora alba stella nova mona santiago diego francisco salvador lourdes mercedes porsche ford
  lincoln cooper tyler taylor mason carter harrison bailey parker blake morgan tucker spencer preston winston
  nelson marshall stanley clark lee ray troy bath reading guy sue harry tom dick jack ginger rosemary basil
  olive iris heather hazel laurel myrtle daisy lily sandy misty stormy rocky cody buddy sonny champ ace buster
`

/** Given names that are also cities, states or countries. Alone they say nothing. */
export const PLACE_NAMES = `
  beverly bradford chester naples austin dallas houston jackson madison jordan georgia carolina virginia
  florence sydney victoria charlotte savannah chelsea brooklyn paris london orlando lincoln kent santiago diego
  francisco salvador lourdes india asia israel america troy bath reading sienna alba per indira roman luna nova
  antonio luis mercedes porsche ford
`

/** Given names that are ordinary words first: flowers, stones, months, virtues. */
export const WORD_NAMES = `
  april may june august summer autumn hope faith joy grace dawn rose ruby pearl crystal amber ivy violet holly
  hunter chase rusty sterling chance destiny harmony melody christian iris basil olive heather hazel laurel
  myrtle daisy lily sandy misty stormy rocky buddy sonny champ ace buster page reed forest glen cliff dale heath
  river sky sunny angel star major prince duke ward royal dexter paris ginger rosemary kit van del gene bo lance
`
